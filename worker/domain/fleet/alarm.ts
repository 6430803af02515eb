/** Rules, alarms, endpoints and deliveries as the server keeps them, and as they are told. */
import type {
  AlarmAnswer,
  AlarmCondition,
  AlarmConfirmation,
  AlarmEnding,
  DeliveryState,
  MessageType,
  WebhookEnding,
  WebhookMessage,
} from '../../../measurement-agent/protocol/alarms.ts';
import type { QuietHours } from '../../../measurement-agent/protocol/schedule.ts';

export interface AlarmRule {
  id: string;
  ownerId: string;
  name: string;
  /** Null for every agent of the owner's. */
  agentId: string | null;
  condition: AlarmCondition;
  quietHours: QuietHours;
  createdAtMs: number;
}

export interface Alarm {
  id: string;
  ownerId: string;
  ruleId: string;
  ruleName: string;
  agentId: string;
  site: string;
  condition: AlarmCondition;
  raisedAtMs: number;
  confirmedBy: AlarmConfirmation;
  value: number | null;
  bound: number | null;
  endedAtMs: number | null;
  endedAs: AlarmEnding | null;
}

export interface WebhookEndpoint {
  id: string;
  ownerId: string;
  url: string;
  secretVersion: number;
  createdAtMs: number;
  disabledAtMs: number | null;
  disabledAs: WebhookEnding | null;
}

export interface Delivery {
  messageId: string;
  endpointId: string;
  ownerId: string;
  alarmId: string | null;
  type: MessageType;
  payload: string;
  createdAtMs: number;
  state: DeliveryState;
  attempts: number;
  nextAttemptAtMs: number | null;
  lastOutcome: string | null;
}

const moment = (atMs: number) => new Date(atMs).toISOString();

export function alarmView({ raisedAtMs, endedAtMs, ...alarm }: Alarm): AlarmAnswer {
  return { ...alarm, raisedAt: moment(raisedAtMs), endedAt: endedAtMs === null ? null : moment(endedAtMs) };
}

/** The body of the message that tells what became of an alarm. */
export function alarmMessage(alarm: Alarm): WebhookMessage {
  const type =
    alarm.endedAs === null
      ? 'alarm.raised'
      : alarm.endedAs === 'recovered'
        ? 'alarm.recovered'
        : 'alarm.withdrawn';
  return { type, timestamp: moment(alarm.endedAtMs ?? alarm.raisedAtMs), data: alarmView(alarm) };
}
