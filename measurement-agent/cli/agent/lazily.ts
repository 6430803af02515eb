import type { AgentActions } from '../agent-command.ts';

/** The commands of an agent that stays, loaded when one is used: `test` needs no SQLite, which Node has without a flag from 22.13 on. */
export const agentActions: AgentActions = {
  enroll: async (...given) => (await load()).enroll(...given),
  daemon: async (...given) => (await load()).daemon(...given),
  status: async (...given) => (await load()).status(...given),
  queue: async (...given) => (await load()).queue(...given),
  export: async (...given) => (await load()).export(...given),
  servers: async (...given) => (await load()).servers(...given),
  config: async (...given) => (await load()).config(...given),
  doctor: async (...given) => (await load()).doctor(...given),
  slot: async (...given) => (await load()).slot(...given),
};

async function load(): Promise<AgentActions> {
  return (await import('./actions.ts')).agentActions;
}
