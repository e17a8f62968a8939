import 'uplot/dist/uPlot.min.css';
import './base.css';
import './panel.css';
import './list.css';
import './captured.css';
import './code.css';
import './cells.css';
import './direction.css';
