import type { DataSource, QueryRunner } from 'typeorm'
import { FactsDatabase } from '../database'

/** Where a process ends: before or after the n-th statement that it sends. */
export interface KillPoint {
  statement: number
  when: 'before' | 'after'
}

/** The process is gone: nothing that it still wanted to do happens. */
export class Killed extends Error {
  override name = 'Killed'
}

/** What a private member of the driver's query runner is used as. */
interface Connected {
  databaseConnection?: { connection?: { stream?: { destroy(): void } } }
}

type Send = (sql: string, ...rest: unknown[]) => Promise<unknown>

/** Counts the statements of a data source and, where it is told to, cuts its connection at one of them. */
export class Injection {
  /** The statements sent since the last `arm`. */
  readonly statements: string[] = []
  private point: KillPoint | undefined

  /** Counts from now on; without a point nothing is cut. */
  arm(point?: KillPoint): void {
    this.statements.length = 0
    this.point = point
  }

  /** Sends all statements of the source by way of this. */
  watch(source: DataSource): DataSource {
    const create = source.createQueryRunner.bind(source)
    source.createQueryRunner = (mode) => this.wrap(create(mode))
    return source
  }

  private wrap(runner: QueryRunner): QueryRunner {
    const query = runner.query.bind(runner) as Send
    const send: Send = async (sql, ...rest) => {
      const at = this.statements.push(sql) - 1
      if (this.point?.statement === at && this.point.when === 'before') this.cut(runner)
      const result = await query(sql, ...rest)
      if (this.point?.statement === at && this.point.when === 'after') this.cut(runner)
      return result
    }
    runner.query = send as QueryRunner['query']
    return runner
  }

  private cut(runner: QueryRunner): never {
    ;(runner as Connected).databaseConnection?.connection?.stream?.destroy()
    throw new Killed()
  }
}

/** The facts' database with an injection between it and PostgreSQL. */
export class InjectedDatabase extends FactsDatabase {
  constructor(
    url: string,
    private readonly injection: Injection,
  ) {
    super(url, () => undefined)
  }

  protected override async initializeDataSource(): Promise<DataSource> {
    return this.injection.watch(await super.initializeDataSource())
  }
}

/** What a statement does, in one or two words. */
export function labelStatement(sql: string): string {
  const text = sql.trim()
  if (/^(START TRANSACTION|COMMIT|ROLLBACK|TRUNCATE)/i.test(text)) return text.split(/[ ;]/, 1)[0]?.toLowerCase() ?? ''
  const verb = /^(select|insert|update|delete)/i.exec(text)?.[0].toLowerCase()
  if (verb === undefined) return 'other'
  const table = /squid_processor"?\."?(\w+)/.exec(text)?.[1]
  if (table) return `${verb} ${table}`
  if (verb === 'select') return 'load'
  return `${verb} ${/(?:into|from|update) "?(\w+)/i.exec(text)?.[1] ?? 'rows'}`
}
