import type { JournalEntry } from '../contract/index.ts'
import type { AgentId, AgentLeg } from './types.ts'

/**
 * What is to be done in the world after a call has changed, in this order. None of them may fail the others: where
 * the thing is gone already, an event tells so.
 */
export type CallEffect =
  | { type: 'answerCustomer' }
  /** Greeting, then hold music. */
  | { type: 'welcomeCustomer' }
  | { type: 'startMusic' }
  /** Also stops an announcement. */
  | { type: 'stopMusic' }
  /** `offersCallback`: and says that a key keeps the place without waiting. */
  | { type: 'announcePosition'; position: number; offersCallback: boolean }
  /** The recorded message of an agentless dial; the number tells one playback of it from the next. */
  | { type: 'playMessage'; play: number; sound: string }
  | { type: 'stopMessage'; play: number }
  /** One last sentence, then the hang-up. */
  | { type: 'sayFarewell'; sentence: Farewell }
  | { type: 'hangUpCustomer' }
  | { type: 'dialCustomer'; agentId: AgentId | null }
  /** Begins to load what the agent who is found will see. */
  | { type: 'prepareCard' }
  /** At once, and not waited for: the customer speaks already. */
  | { type: 'showCard'; agentId: AgentId }
  | { type: 'holdCustomer' }
  | { type: 'unholdCustomer' }
  | { type: 'ringAgent'; leg: AgentLeg; for: 'offer' | 'consult' }
  | { type: 'hangUpLeg'; channelId: string }
  | { type: 'createBridge'; bridgeId: string }
  | { type: 'addToBridge'; bridgeId: string; channelIds: string[] }
  | { type: 'removeFromBridge'; bridgeId: string; channelIds: string[] }
  | { type: 'destroyBridge'; bridgeId: string }
  | { type: 'startRecording'; bridgeId: string; name: string }
  | { type: 'pauseRecording'; name: string }
  | { type: 'resumeRecording'; name: string }
  | { type: 'stopRecording'; name: string }
  /** A reserved agent begins to talk. */
  | { type: 'engageAgent'; agentId: AgentId }
  | { type: 'releaseAgent'; agentId: AgentId; as: Release }
  | { type: 'journal'; entry: JournalEntry }

export type CallEffectType = CallEffect['type']
/** abandoned: who called, and which number to ring back. thanks: after a key. */
export type Farewell = 'all-busy' | 'waited-too-long' | 'abandoned' | 'callback-promised' | 'thanks'

/** What a released agent had of the call: nothing, a missed or declined offer, or a conversation to wrap up. */
export type Release = 'unused' | 'declined' | 'missed' | 'talked'
