import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Agent} from "./agent.model"

/**
 * Each registration file that an agent named, by interval.
 */
@Index_(["agent", "toBlock"], {unique: false})
@Entity_()
export class AgentCard {
    constructor(props?: Partial<AgentCard>) {
        Object.assign(this, props)
    }

    /**
     * agent-block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Agent, {nullable: true})
    agent!: Agent

    @StringColumn_({nullable: false})
    uri!: string

    @IntColumn_({nullable: false})
    fromBlock!: number

    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    @StringColumn_({nullable: false})
    txHash!: string
}
