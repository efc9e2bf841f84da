import type { ComponentChildren } from 'preact';
import type { TextKey } from '../i18n/en';
import { duration, number, t, when } from '../i18n/texts';
import type { AgentFigures, QueueFigures, ReportedCall, ReportedTransfer } from '../rest/reports';
import { preferences } from '../state/preferences';
import { endText } from './ends';

const transferTexts: Readonly<Record<ReportedTransfer['kind'], TextKey>> = {
  blind: 'reportBlind',
  attended: 'reportAttended',
  queue: 'reportToQueue',
  pickUp: 'reportPickUp',
  merge: 'reportMerge',
};

export function QueueTable({ rows, isByDay }: { rows: readonly QueueFigures[]; isByDay: boolean }) {
  return (
    <Table
      columns={[
        'reportFrom',
        'reportQueue',
        'reportOffered',
        'reportHandled',
        'reportAbandoned',
        'reportElsewhere',
        'reportCallBacks',
        'reportServiceLevel',
        'reportAnswer',
        'reportHandling',
        'reportLongest',
      ]}
    >
      {rows.map(row => (
        <tr key={`${row.from} ${row.queue}`}>
          <th scope="row" class="figure">
            <Moment at={row.from} isByDay={isByDay} />
          </th>
          <td>{row.queue}</td>
          <td class="figure">{row.offered}</td>
          <td class="figure">{row.handled}</td>
          <td class="figure">
            {row.abandoned + row.shortAbandoned}
            {row.shortAbandoned > 0 && <span class="hint"> ({`${row.shortAbandoned} ${t('reportShort')}`})</span>}
          </td>
          <td class="figure">{row.sentAway + row.callBacks + row.lost + row.refused}</td>
          <td class="figure">
            {row.callBacks}
            {row.callBacks + row.calledBack > 0 && <span class="hint"> ({t('reportCalledBack', { count: row.calledBack })})</span>}
          </td>
          <td class="figure">{share(row.serviceLevel)}</td>
          <td class="figure">{time(row.averageAnswerSeconds)}</td>
          <td class="figure">{time(row.averageHandlingSeconds)}</td>
          <td class="figure">{duration(row.longestWaitSeconds)}</td>
        </tr>
      ))}
    </Table>
  );
}

export function AgentTable({ rows, isByDay }: { rows: readonly AgentFigures[]; isByDay: boolean }) {
  return (
    <Table
      columns={[
        'reportFrom',
        'reportAgent',
        'reportHandled',
        'reportMissed',
        'reportHandling',
        'reportLoggedIn',
        'reportTalk',
        'reportWrapUp',
        'reportReady',
        'reportPaused',
        'reportOccupancy',
      ]}
    >
      {rows.map(row => (
        <tr key={`${row.from} ${row.agent}`}>
          <th scope="row" class="figure">
            <Moment at={row.from} isByDay={isByDay} />
          </th>
          <td>{row.agent}</td>
          <td class="figure">{row.handled}</td>
          <td class="figure">{row.missed + row.declined}</td>
          <td class="figure">{time(row.averageHandlingSeconds)}</td>
          <td class="figure">{duration(row.loggedInSeconds)}</td>
          <td class="figure">{duration(row.talkSeconds)}</td>
          <td class="figure">{duration(row.wrapUpSeconds)}</td>
          <td class="figure">{duration(row.readySeconds)}</td>
          <td class="figure">{duration(row.pausedSeconds)}</td>
          <td class="figure">{share(row.occupancy)}</td>
        </tr>
      ))}
    </Table>
  );
}

export function CallTable({ rows }: { rows: readonly ReportedCall[] }) {
  return (
    <Table
      columns={['reportFrom', 'reportParties', 'reportQueue', 'reportWait', 'reportAgent', 'reportTalk', 'reportResult', 'reportTransfers']}
    >
      {rows.map(row => (
        <tr key={row.call} data-call={row.call}>
          <th scope="row" class="figure">
            <time dateTime={row.startedAt}>{when(new Date(row.startedAt))}</time>
          </th>
          <td>{`${row.fromName || row.from || t('nobody')} → ${row.toName || row.to}`}</td>
          <td>{row.visits.map(visit => visit.queue).join(', ')}</td>
          <td class="figure">{row.visits.map(visit => duration(visit.waitSeconds)).join(', ')}</td>
          <td>{row.visits.map(visit => visit.agent ?? '–').join(', ')}</td>
          <td class="figure">{duration(row.talkSeconds)}</td>
          <td>{row.result === 'answered' ? t('reportHandled') : endText(row.result)}</td>
          <td>{row.transfers.map(textOf).join('; ')}</td>
        </tr>
      ))}
    </Table>
  );
}

function Table({ columns, children }: { columns: readonly TextKey[]; children: ComponentChildren }) {
  return (
    <table class="board figures" aria-labelledby="reports-title" data-testid="report">
      <thead>
        <tr>
          {columns.map(column => (
            <th key={column} scope="col">
              {t(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function Moment({ at, isByDay }: { at: string; isByDay: boolean }) {
  const day = new Date(at);
  return <time dateTime={at}>{isByDay ? day.toLocaleDateString(preferences.locale.value, { dateStyle: 'medium' }) : when(day)}</time>;
}

function share(part: number | null): string {
  return part === null ? '–' : `${number(part * 100)} %`;
}

function time(seconds: number | null): string {
  return seconds === null ? '–' : duration(seconds);
}

function textOf(transfer: ReportedTransfer): string {
  const what = t(transferTexts[transfer.kind], { by: transfer.by, to: transfer.to });
  return transfer.completed ? what : t('reportNotDone', { what });
}
