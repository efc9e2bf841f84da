import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { number, t, when } from '../i18n/texts';
import type { Invoice, PaymentReceipt, Subscription, UsageLine } from '../rest/subscription';
import { preferences } from '../state/preferences';
import { attempt } from '../state/problems';
import { api } from '../state/session';

const path = '/api/v1/subscription';

const directions: Readonly<Record<UsageLine['direction'], TextKey>> = {
  internal: 'subscriptionInternal',
  inbound: 'subscriptionInbound',
  outbound: 'subscriptionOutbound',
};

/** What the company has bought, uses, owes and has paid, for administrators. */
export function SubscriptionPage() {
  const subscription = useSignal<Subscription | null>(null);
  const invoices = useSignal<readonly Invoice[]>([]);
  const receipts = useSignal<readonly PaymentReceipt[]>([]);
  useEffect(
    () =>
      attempt(async () => {
        [subscription.value, invoices.value, receipts.value] = await Promise.all([
          api.get<Subscription>(path),
          api.get<readonly Invoice[]>(`${path}/invoices`),
          api.get<readonly PaymentReceipt[]>(`${path}/receipts`),
        ]);
      }),
    [subscription, invoices, receipts],
  );
  const now = subscription.value;
  return (
    <section aria-labelledby="subscription-title" class="page" data-testid="subscription">
      <h1 id="subscription-title">{t('subscriptionTitle')}</h1>
      {!now && <p role="status">{t('loading')}</p>}
      {now && (
        <>
          {now.suspension && (
            <p role="alert" class="notice">
              {t(new Date(now.suspension.from) <= new Date() ? 'subscriptionSuspended' : 'subscriptionWillBe', {
                from: when(new Date(now.suspension.from)),
                reason: now.suspension.reason,
              })}
            </p>
          )}
          <div class="settings">
            <section class="card" aria-labelledby="subscription-plan">
              <h2 id="subscription-plan">{now.planName ? t('subscriptionPlan', { name: now.planName }) : t('subscriptionNoPlan')}</h2>
              <p>
                {now.plan && now.plan.seats > 0
                  ? t('subscriptionSeats', { taken: now.seatsTaken, seats: now.plan.seats })
                  : t('subscriptionSeatsFree', { taken: now.seatsTaken })}
                {now.plan && ` · ${t('subscriptionFee', { amount: money(now.plan.fee, now.currency) })}`}
              </p>
            </section>
            <div class="card">
              <h2 id="subscription-usage">{t('subscriptionUsage')}</h2>
              <Usage lines={now.usage} />
            </div>
            <div class="card">
              <h2 id="subscription-invoices">{t('subscriptionInvoices')}</h2>
              <Invoices invoices={invoices.value} />
            </div>
            <section class="card" aria-labelledby="subscription-receipts">
              <h2 id="subscription-receipts">{t('subscriptionReceipts')}</h2>
              {receipts.value.length === 0 && <p>{t('subscriptionReceiptsNone')}</p>}
              <ul>
                {receipts.value.map(receipt => (
                  <li key={receipt.id}>
                    {t('subscriptionReceipt', {
                      amount: money(receipt.amount, receipt.currency),
                      at: when(new Date(receipt.paidAt)),
                      id: receipt.id,
                    })}
                  </li>
                ))}
              </ul>
            </section>
          </div>
        </>
      )}
    </section>
  );
}

function Usage({ lines }: { readonly lines: readonly UsageLine[] }) {
  if (lines.length === 0) return <p>{t('subscriptionUsageNone')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is moved sideways by the arrow keys
    <section class="wide" aria-labelledby="subscription-usage" tabIndex={0}>
      <table class="board" aria-labelledby="subscription-usage">
        <thead>
          <tr>
            <th scope="col">{t('subscriptionDay')}</th>
            <th scope="col">{t('subscriptionDirection')}</th>
            <th scope="col">{t('subscriptionTrunk')}</th>
            <th scope="col">{t('subscriptionCalls')}</th>
            <th scope="col">{t('subscriptionMinutes')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(line => (
            <tr key={`${line.day} ${line.direction} ${line.trunk}`}>
              <th scope="row">{line.day}</th>
              <td>{t(directions[line.direction])}</td>
              <td>{line.trunk}</td>
              <td>{number(line.calls)}</td>
              <td>{number(line.talkMilliseconds / 60_000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Invoices({ invoices }: { readonly invoices: readonly Invoice[] }) {
  if (invoices.length === 0) return <p>{t('subscriptionInvoicesNone')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is moved sideways by the arrow keys
    <section class="wide" aria-labelledby="subscription-invoices" tabIndex={0}>
      <table class="board" aria-labelledby="subscription-invoices">
        <thead>
          <tr>
            <th scope="col">{t('subscriptionInvoice')}</th>
            <th scope="col">{t('subscriptionInvoicePlan')}</th>
            <th scope="col">{t('subscriptionInvoiceFee')}</th>
            <th scope="col">{t('subscriptionInvoiceMinutes')}</th>
            <th scope="col">{t('subscriptionInvoiceUsage')}</th>
            <th scope="col">{t('subscriptionInvoiceTotal')}</th>
          </tr>
        </thead>
        <tbody>
          {invoices.map(invoice => (
            <tr key={invoice.id}>
              <th scope="row">{invoice.id}</th>
              <td>{invoice.plan}</td>
              <td>{money(invoice.fee, invoice.currency)}</td>
              <td>{number(invoice.outboundMilliseconds / 60_000)}</td>
              <td>{money(invoice.usageAmount, invoice.currency)}</td>
              <td>{money(invoice.total, invoice.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function money(hundredths: number, currency: string): string {
  return new Intl.NumberFormat(preferences.locale.value, { style: 'currency', currency }).format(hundredths / 100);
}
