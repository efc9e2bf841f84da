/** Of `GET /api/v1/admin/nodes`: what an edge carries. */
export interface EdgeNode {
  readonly answers: boolean;
  /** Seconds since its lease was confirmed the last time. */
  readonly leaseAge: number | null;
  readonly draining: boolean;
  readonly stopping: boolean;
  readonly calls: number;
  readonly legs: number;
  readonly browsers: number;
}

/** `GET /api/v1/admin/nodes`: a process of the cluster. */
export interface ClusterNode {
  readonly name: string;
  readonly role: 'core' | 'edge' | 'core+edge';
  readonly address: string;
  readonly incarnation: number;
  readonly version: string | null;
  readonly startedAt: string | null;
  readonly edge: EdgeNode | null;
}
