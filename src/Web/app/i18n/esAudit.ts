import type { enAudit } from './enAudit';

/** Textos del registro de auditoría. */
export const esAudit: Readonly<Record<keyof typeof enAudit, string>> = {
  navAudit: 'Auditoría',
  auditTitle: 'Registro de auditoría',
  auditLead: 'Quién hizo qué. Cada fila está firmada y tiene un número en una cadena, de modo que un cambio se nota.',
  auditActor: 'Quién',
  auditAction: 'Qué (comienzo)',
  auditTarget: 'A qué',
  auditFrom: 'Desde',
  auditTo: 'Hasta',
  auditRows: 'Filas',
  auditAt: 'Cuándo',
  auditNumber: 'Número',
  auditDone: 'Qué',
  auditAddress: 'Dirección',
  auditDetail: 'Detalles',
  auditCsv: 'Descargar CSV',
  auditJson: 'Descargar JSON',
  auditFailed: 'No se puede cargar el registro de auditoría.',
  auditNone: 'No hay ninguna fila así.',
  auditNoneLead: 'Aquí se anota lo que las personas cambian en aquello con lo que otros trabajan.',
  auditOpen: 'aún sin sellar',
};
