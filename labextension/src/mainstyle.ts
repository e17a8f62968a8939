// How the screens of the main area look: loaded with the first of them, as the sidebar needs none of it.
import '../style/documents.css';
import '../style/compare.css';
import '../style/runpage.css';
import '../style/findings.css';
import '../style/recorded.css';
import '../style/board.css';
import '../style/table.css';
import '../style/tablehead.css';
