import '../../Web/look/base.css';
import '../screen/screen.css';
import { render } from 'preact';
import { open } from '../screen/link';
import { Options } from './Options';

const root = document.getElementById('app');
open();
if (root) render(<Options />, root);
