import type { Metadata } from 'next'
import { Known } from '../../../components/frame/known'
import { ModelPage } from '../../../components/model/model-page'
import { toMetadata } from '../../../lib/metadata'
import { getModel } from '../../../lib/model-api'
import { describePrices } from '../../../lib/prices'
import { routes } from '../../../lib/routes'
import { readSegment } from '../../../lib/segment'
import { readView, type SearchParams } from '../../../lib/view'

interface Props {
  params: Promise<{ name: string }>
  searchParams: SearchParams
}

async function load({ params, searchParams }: Props) {
  const { after } = await readView(searchParams)
  return { after, model: await getModel(readSegment((await params).name), after) }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { model } = await load(props)
  if (model.kind !== 'found') return { title: 'Model' }
  const { name, revisions } = model.value
  const title = `Model ${name.text.slice(0, 80)}`
  return toMetadata(title, describePrices(revisions, 'outputPrice'), routes.model(name.text))
}

/** A model by its name: who serves it, what is known of it, what it costs. */
export default async function Page(props: Props) {
  const { model, after } = await load(props)
  return <Known result={model}>{(value) => <ModelPage model={value} now={Date.now()} after={after} />}</Known>
}
