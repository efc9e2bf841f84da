import '../../Web/look/base.css';
import '../screen/screen.css';
import { render } from 'preact';
import { open } from '../screen/link';
import { Panel } from './Panel';

const root = document.getElementById('app');
open();
if (root) render(<Panel />, root);
