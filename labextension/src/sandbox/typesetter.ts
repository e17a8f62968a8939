import type { IRenderMime } from '@jupyterlab/rendermime';

/** Commands of TeX that make links, load extensions, set styles, or build names that hide such a command. */
const REACHING =
  /\\(href|url|require|class|cssId|style|html|data|csname|includegraphics|unicode|mmlToken|newextarrow|begingroup|catcode|let|def|edef|gdef|newcommand|renewcommand|DeclareMathOperator|newenvironment)/;

/** Typesets recorded formulas, but none that could do more than be seen: such a text stays a text. */
export function harmless(
  typesetter: IRenderMime.ILatexTypesetter
): IRenderMime.ILatexTypesetter {
  return {
    typeset: element => {
      if (!REACHING.test(element.textContent ?? '')) {
        return typesetter.typeset(element);
      }
    }
  };
}
