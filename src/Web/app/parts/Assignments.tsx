import { number, t, when } from '../i18n/texts';
import type { Assignment } from '../rest/queues';
import { reasonText, scoreText } from '../state/assignments';
import type { Names } from '../state/names';
import { strategyTexts } from './strategies';

/** Why who was offered to whom, newest first: the rule in words, and everybody who could have had the call beside the one who got it. */
export function Assignments({ assignments, names }: { assignments: readonly Assignment[]; names: Names }) {
  if (assignments.length === 0) return <p class="hint">{t('whyNone')}</p>;
  return (
    <ul class="why" data-testid="assignments">
      {assignments.map(made => (
        <li key={made.offer}>
          <details>
            <summary>
              <time dateTime={made.at}>{when(new Date(made.at))}</time>
              <strong>{t('whyOffered', { place: number(made.place), agent: names.of(made.agent) })}</strong>
              <span class="hint">{reasonText(made)}</span>
            </summary>
            <table class="keys">
              <caption class="hint">{t('whyRule', { strategy: t(strategyTexts[made.strategy]), version: number(made.rules) })}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('agentName')}</th>
                  <th scope="col">{t('whyCompared')}</th>
                  <th scope="col">{t('whySkills')}</th>
                </tr>
              </thead>
              <tbody>
                {made.candidates.map((candidate, index) => (
                  <tr key={candidate.agent}>
                    <th scope="row">
                      {names.of(candidate.agent)}
                      {index === 0 && <span class="mark">{t('whyChosen')}</span>}
                    </th>
                    <td>{scoreText(made.strategy, candidate.score)}</td>
                    <td>{candidate.proficiency === 0 ? '–' : number(-candidate.proficiency)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </li>
      ))}
    </ul>
  );
}
