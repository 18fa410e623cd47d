import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, ManyToOne as ManyToOne_, Index as Index_, StringColumn as StringColumn_, IntColumn as IntColumn_, DateTimeColumn as DateTimeColumn_} from "@subsquid/typeorm-store"
import {ValidationRequest} from "./validationRequest.model"

/**
 * One answer of the named validator, 0 to 100; there may be several, and a later one may be lower.
 */
@Entity_()
export class ValidationResponse {
    constructor(props?: Partial<ValidationResponse>) {
        Object.assign(this, props)
    }

    /**
     * block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @Index_()
    @ManyToOne_(() => ValidationRequest, {nullable: true})
    request!: ValidationRequest

    @StringColumn_({nullable: false})
    validator!: string

    @IntColumn_({nullable: false})
    response!: number

    @StringColumn_({nullable: false})
    uri!: string

    @StringColumn_({nullable: false})
    hash!: string

    @StringColumn_({nullable: false})
    tag!: string

    @IntColumn_({nullable: false})
    blockNumber!: number

    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    @StringColumn_({nullable: false})
    txHash!: string
}
