import type { Queryable } from '../database.js'

/** Gauges over what is kept: differences of services by kind, and when the collateral that ends first does. */
export async function renderDrift(db: Queryable): Promise<string[]> {
  const drifts = await db.query<{ kind: string; providers: number }>(
    'select kind, count(distinct provider)::int as providers from verdicts.provider_drift group by 1 order by 1',
  )
  const ends = await db.query<{ seconds: number | null }>(
    `select extract(epoch from min(until) - now())::float8 as seconds from (
       select max(valid_until) as until from verdicts.collateral group by fmspc, tee, ca) newest`,
  )
  const seconds = ends.rows[0]?.seconds ?? null
  const name = 'touchstone_auditor_drifting_providers'
  const left = 'touchstone_auditor_collateral_seconds_left'
  return [
    `# HELP ${name} Providers with a difference of that kind on record.`,
    `# TYPE ${name} gauge`,
    ...drifts.rows.map(({ kind, providers }) => `${name}{kind="${kind}"} ${providers}`),
    ...(seconds === null
      ? []
      : [
          `# HELP ${left} Until the first platform is without collateral.`,
          `# TYPE ${left} gauge`,
          `${left} ${seconds}`,
        ]),
  ]
}
