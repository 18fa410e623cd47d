import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, OneToMany as OneToMany_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Agent} from "./agent.model"
import {ValidationResponse} from "./validationResponse.model"

/**
 * A request to a validator, by the agent's owner or operator. Pending while no response log exists: a response of 0 is an answer.
 */
@Index_(["agent", "blockNumber"], {unique: false})
@Index_(["validator", "blockNumber"], {unique: false})
@Index_(["blockNumber", "logIndex"], {unique: false})
@Entity_()
export class ValidationRequest {
    constructor(props?: Partial<ValidationRequest>) {
        Object.assign(this, props)
    }

    /**
     * registry-requestHash
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Agent, {nullable: true})
    agent!: Agent

    @StringColumn_({nullable: false})
    registry!: string

    @StringColumn_({nullable: false})
    validator!: string

    @Index_()
    @StringColumn_({nullable: false})
    requestHash!: string

    @StringColumn_({nullable: false})
    uri!: string

    @OneToMany_(() => ValidationResponse, e => e.request)
    responses!: ValidationResponse[]

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string

    @StringColumn_({nullable: false})
    txFrom!: string

    @IntColumn_({nullable: false})
    logIndex!: number
}
