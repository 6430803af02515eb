/** What pages of the fleet show, as plain data. */
import type {
  AlarmAnswer,
  AlarmRuleAnswer,
  DeliveryAnswer,
} from '../../../measurement-agent/protocol/alarms.ts';
import type {
  AGENT_STATES,
  AgentFacts,
  AgentResult,
  FleetRole,
  STABILITY_WORDS,
} from '../../../measurement-agent/protocol/fleet.ts';
import type { Schedule } from '../../../measurement-agent/protocol/schedule.ts';
import type { RuleFault } from '../../messages/fleet-alarms-ja.ts';

export type { RuleFault };

/** Whoever looks. */
export interface Viewer {
  role: FleetRole;
  /** Of the role `owner`. */
  ownerLabel: string | null;
  /** What every form of the page carries. */
  csrf: string;
}

export type AgentState = (typeof AGENT_STATES)[number];

export type StabilityWindow = 'day' | 'month' | 'quarter';

/** A window of stability: the word, and where it is known the hours behind it. */
export interface StabilityShown {
  word: (typeof STABILITY_WORDS)[number];
  hours: { unstable: number; all: number } | null;
}

/** An agent with what the server makes of when it was heard. */
export interface AgentShown {
  agent: AgentFacts;
  /** IANA; that of its site. */
  timeZone: string;
  state: AgentState;
  stability: Record<StabilityWindow, StabilityShown>;
  /** Newest first; `toMs` null while it goes on. */
  gaps: readonly { fromMs: number; toMs: number | null }[];
}

/** An alarm, and the zone of its site. */
export type AlarmShown = AlarmAnswer & { timeZone: string };

export interface FleetListContent {
  viewer: Viewer;
  agents: readonly AgentShown[];
  /** What the list was asked for. */
  asked: { silent: boolean; text: string };
  /** Id that the next page begins after; null on the last. */
  next: string | null;
  counts: {
    /** As the list has them, also those out of service. */
    agents: number;
    /** Within the last hour. */
    heard: number;
    /** Retired, or their key was stolen. */
    outOfService: number;
    /** Those in service, by ISO 3166-2; null for what was not declared. */
    regions: readonly { code: string | null; agents: number }[];
  };
  /** The newest first; of the last ones only. */
  alarms: readonly AlarmShown[];
  /** The newest first; null for who may not see them. */
  deliveries: readonly DeliveryAnswer[] | null;
  /** What moments of no single site are shown in: the zone of all that are shown, UTC where they have several. */
  timeZone: string;
  /** Names of prefectures. */
  regionNames: Readonly<Record<string, { ja: string; en: string }>>;
}

/** What a schedule costs in thirty days, and what the estimate rests on. */
export interface Cost {
  tests: number;
  testBytes: number;
  probeBytes: number;
  capped: boolean;
  basis: 'results' | 'contract' | 'assumed';
  /** It was measured over IPv4 and IPv6 lately: each time is taken for two tests. */
  bothVersions: boolean;
}

/** A rule that was asked for and is none. */
export interface RuleTried {
  fault: RuleFault;
  /** By the names of the form. */
  fields: Readonly<Record<string, string>>;
}

export interface FleetAgentContent {
  viewer: Viewer;
  shown: AgentShown;
  groupName: string | null;
  /** True where its own pause holds, which the page can end. */
  ownPause: boolean;
  results: readonly AgentResult[];
  /** As the editor shows it: the one that holds, or one that is tried. */
  schedule: Schedule;
  cost: Cost;
  /** What is watched of it: rules of its own, and those of all agents of its owner. */
  rules: readonly AlarmRuleAnswer[];
  /** The last of this agent, the newest first. */
  alarms: readonly AlarmShown[];
  /** A rule that was asked for and is none, as it was typed; null for none. */
  ruleTried: RuleTried | null;
  /** What came of the editor. */
  edited: 'previewed' | 'wrong' | null;
}
