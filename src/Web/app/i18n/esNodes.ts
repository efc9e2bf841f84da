import type { enNodes } from './enNodes';

/** Textos de los procesos del clúster. */
export const esNodes: Readonly<Record<keyof typeof enNodes, string>> = {
  navNodes: 'Clúster',
  nodesTitle: 'Clúster',
  nodesLead: 'Los procesos que funcionan ahora. Las llamadas de un edge que se vacía pasan a otro, y a nadie se le cuelga.',
  nodesNotHere:
    'Esto es para quien opera la plataforma: abra la página en la dirección de administración (Web:AdminUrl), o en la propia máquina donde no la haya.',
  nodesFailed: 'No se puede consultar el clúster.',
  nodesRows: 'Procesos',
  nodeName: 'Nombre',
  nodeRole: 'Qué es',
  nodeSilo: 'silo',
  nodeEdge: 'edge',
  nodeBoth: 'silo y edge',
  nodeVersion: 'Versión',
  nodeStarted: 'Desde',
  nodeIncarnation: 'Encarnación',
  nodeLease: 'Concesión confirmada',
  nodeLeaseAge: 'hace {seconds} s',
  nodeCalls: 'Llamadas',
  nodeLegs: 'Ramas',
  nodeBrowsers: 'Navegadores',
  nodeState: 'Estado',
  nodeActive: 'activo',
  nodeDraining: 'se vacía: no recibe nada nuevo',
  nodeStopping: 'se detiene',
  nodeSilent: 'no responde',
  nodeActions: 'Acciones',
  nodeDrain: 'Vaciar',
  nodeDrainOf: 'Vaciar {name}',
  nodeDrainTitle: '¿Vaciar {name}?',
  nodeDrainText:
    'Desde ahora no recibe nada nuevo, y sus llamadas pasan a los otros edges. Sigue así hasta que usted diga lo contrario o arranque de nuevo.',
  nodeDrainAlone: 'No hay otro edge: sus llamadas se quedan, y nadie puede llamar hasta que vuelva a recibir llamadas.',
  nodeUndrain: 'Recibir llamadas otra vez',
  nodeUndrainOf: '{name}: recibir llamadas otra vez',
};
