/** Calls of a day, of one direction and trunk. */
export interface UsageLine {
  readonly day: string;
  readonly direction: 'internal' | 'inbound' | 'outbound';
  readonly trunk: string;
  readonly calls: number;
  readonly talkMilliseconds: number;
}

/** `GET /api/v1/subscription`. */
export interface Subscription {
  readonly planName: string;
  readonly plan: { readonly seats: number; readonly fee: number; readonly minute: number; readonly features: readonly string[] } | null;
  readonly currency: string;
  readonly seatsTaken: number;
  readonly suspension: { readonly from: string; readonly reason: string } | null;
  readonly usage: readonly UsageLine[];
}

/** `GET /api/v1/subscription/invoices`. */
export interface Invoice {
  readonly id: string;
  readonly from: string;
  readonly plan: string;
  readonly currency: string;
  readonly outboundMilliseconds: number;
  readonly fee: number;
  readonly usageAmount: number;
  readonly total: number;
}

/** `GET /api/v1/subscription/receipts`. */
export interface PaymentReceipt {
  readonly id: string;
  readonly paidAt: string;
  readonly amount: number;
  readonly currency: string;
  readonly invoiceId: string;
}
