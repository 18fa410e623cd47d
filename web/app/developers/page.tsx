import { Example } from '../../components/developers/example'
import { Ways } from '../../components/developers/ways'
import { PageBody } from '../../components/frame/page-body'
import { Section } from '../../components/frame/section'
import { CHAPTERS, COMMANDS, LIMITS } from '../../lib/developers'
import { getExamples } from '../../lib/developers-api'
import { getEnv } from '../../lib/env'
import { toMetadata } from '../../lib/metadata'
import { routes } from '../../lib/routes'

export const metadata = toMetadata(
  'Developers',
  'GraphQL with live examples, addresses without it, badges, feeds, webhooks, exports, MCP, the command line, and their limits.',
)

/** Everything on these pages, for scripts, dashboards and agents. */
export default async function DevelopersPage() {
  const examples = await getExamples()
  const known = getEnv().publicApiUrl
  const api = known ?? 'https://API'
  return (
    <PageBody>
      <div className="page-head">
        <h1>Developers</h1>
      </div>
      <p className="lead">
        Whatever these pages show can be asked for, without a key, and each answer says up to which block it rests on.
        Object pages here have a JSON twin at their address with /json behind it.
      </p>
      {known === undefined && (
        <p className="note">
          This site was not told at which address visitors reach the API; <code>https://API</code> stands for it below.
        </p>
      )}
      <Section id="graphql" title="GraphQL" aside="The answers are of now">
        <Ways
          base={api}
          ways={[
            {
              text: '/graphql',
              gives: 'by POST of JSON, or GET with ?query=; a browser gets a form to write queries in',
            },
          ]}
        />
        <p className="note">
          Amounts are decimal strings of neuron (1e-18 0G), counts decimal strings, times ISO 8601 in UTC. What does not
          exist is null. A status is pass, fail, unavailable (could not look) or absent (nothing was published); only
          fail accuses anybody, and <code>fault</code> says whom.
        </p>
        {examples.map((example) => (
          <Example key={example.title} example={example} api={api} />
        ))}
      </Section>
      {CHAPTERS.map(({ id, title, about, ways }) => (
        <Section key={id} id={id} title={title}>
          <p className="note">{about}</p>
          <Ways ways={ways} base={api} />
        </Section>
      ))}
      <Section id="cli" title="Command line">
        <p className="note">A program of the repository, for whoever believes nobody, this site included.</p>
        <Ways ways={COMMANDS} />
      </Section>
      <Section id="limits" title="Limits">
        <Ways ways={LIMITS} />
        <p className="note">
          More is refused with a code, the name of the limit and its value, and asks the database nothing. What the
          checks mean stands on <a href={routes.method()}>the method’s page</a>.
        </p>
      </Section>
    </PageBody>
  )
}
