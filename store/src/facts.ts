import { SnakeNamingStrategy } from '@subsquid/typeorm-config/lib/namingStrategy'
import { DataSource } from 'typeorm'
import * as model from './model'

/** Entities of the facts: every class that codegen made from schema.graphql. */
export const FACT_ENTITIES = Object.values(model).filter((value) => typeof value === 'function')

/**
 * A typeorm connection to the facts, not yet initialised. Built from the URL alone: the SDK's own builder reads
 * DB_* variables of the process.
 * @param databaseUrl postgres:// URL, TLS settings included.
 */
export function buildFactsSource(databaseUrl: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    namingStrategy: new SnakeNamingStrategy(),
    entities: FACT_ENTITIES,
    synchronize: false,
    logging: false,
  })
}
