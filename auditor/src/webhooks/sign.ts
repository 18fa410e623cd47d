import { createHmac } from 'node:crypto'

/**
 * Headers of one attempt by Standard Webhooks 1: HMAC-SHA256 over id, time and body joined by dots.
 * @param id the same at every attempt.
 * @param at time of this attempt.
 */
export function signWebhook(secret: Buffer, id: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
