import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, Index as Index_, ManyToOne as ManyToOne_, StringColumn as StringColumn_, IntColumn as IntColumn_} from "@subsquid/typeorm-store"
import {Inft} from "./inft.model"

/**
 * Who may use a token's data, or stands in for a user. A transfer clears users without a log of theirs.
 */
@Index_(["inft", "fromBlock"], {unique: false})
@Index_(["user", "fromBlock"], {unique: false})
@Index_(["grantedBy", "fromBlock"], {unique: false})
@Entity_()
export class InftAuthorization {
    constructor(props?: Partial<InftAuthorization>) {
        Object.assign(this, props)
    }

    /**
     * inft-user-block-logIndex
     */
    @PrimaryColumn_()
    id!: string

    @ManyToOne_(() => Inft, {nullable: true})
    inft!: Inft | undefined | null

    @StringColumn_({nullable: false})
    contract!: string

    @StringColumn_({nullable: false})
    user!: string

    /**
     * user | delegate
     */
    @StringColumn_({nullable: false})
    kind!: string

    @StringColumn_({nullable: false})
    grantedBy!: string

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
