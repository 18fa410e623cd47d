import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Agent} from "./agent.model"

/**
 * A reason to believe that a payer acts for an agent during an interval. Many-to-many over time. Only strength A- and
 * better, unambiguous over a settlement's whole window, enters an agent's history.
 */
@Index_(["payer", "fromBlock"], {unique: false})
@Index_(["agent", "fromBlock"], {unique: false})
@Entity_()
export class PayerLink {
    constructor(props?: Partial<PayerLink>) {
        Object.assign(this, props)
    }

    /**
     * agent-type-payer-block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Agent, {nullable: true})
    agent!: Agent

    @StringColumn_({nullable: false})
    payer!: string

    /**
     * L1 (agent seal) | L2 (wallet set by its own signature) | L4 (wallet by default at register) | L5 (token owner) | L6 (owner behind a custody contract) | L7 (operator) | L8 (authorised user or delegate)
     */
    @StringColumn_({nullable: false})
    type!: string

    /**
     * S | A | A- | B+ | B | B- | C | D
     */
    @StringColumn_({nullable: false})
    strength!: string

    /**
     * Why, in one sentence.
     */
    @StringColumn_({nullable: false})
    evidence!: string

    @IntColumn_({nullable: false})
    fromBlock!: number

    @IntColumn_({nullable: false})
    fromLogIndex!: number

    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    @IntColumn_({nullable: true})
    toLogIndex!: number | undefined | null

    @StringColumn_({nullable: false})
    txHash!: string
}
