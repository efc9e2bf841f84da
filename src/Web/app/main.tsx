import '../look/base.css';
import './styles/parts.css';
import './styles/pages.css';
import './styles/boards.css';
import './styles/flows.css';
import './styles/reports.css';
import './styles/chat.css';
import { render } from 'preact';
import { App } from './App';
import { findWays, finishReturn } from './state/issuer';
import { phone, resume } from './state/session';
import { listenForKeys } from './state/shortcuts';

resume();
void findWays();
finishReturn();
listenForKeys(() => phone.value);
const root = document.getElementById('app');
if (root) render(<App />, root);
