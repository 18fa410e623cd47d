import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, ManyToOne as ManyToOne_, Index as Index_, StringColumn as StringColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {Feedback} from "./feedback.model"

/**
 * An answer to feedback; anybody may give it.
 */
@Entity_()
export class FeedbackResponse {
    constructor(props?: Partial<FeedbackResponse>) {
        Object.assign(this, props)
    }

    /**
     * block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => Feedback, {nullable: true})
    feedback!: Feedback

    @StringColumn_({nullable: false})
    responder!: string

    @StringColumn_({nullable: false})
    uri!: string

    @StringColumn_({nullable: false})
    hash!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string
}
