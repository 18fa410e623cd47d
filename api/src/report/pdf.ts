import type { Readable } from 'node:stream'
import PDFDocument from 'pdfkit'
import { breakable, toPdfText } from './pdfText'
import type { Report, ReportAnswer, ReportSection, Standing } from './report'

const MARGIN = 54
const TEXT = '#11151C'
const MUTED = '#515B6B'
const TONES: Record<Standing, string> = {
  proved: '#116B3A',
  attested: '#5A3E9E',
  partly: '#475467',
  failed: '#B42318',
  claimed: '#8A4B08',
  'not-published': '#475467',
  unavailable: '#8A4B08',
}
const MARKS: Record<Standing, string> = {
  proved: 'PROVED',
  attested: 'ATTESTED',
  partly: 'PARTLY',
  failed: 'FAILED',
  claimed: 'CLAIMED',
  'not-published': 'NOT PUBLISHED',
  unavailable: 'NOT LOOKED AT',
}

/** The report on A4, tagged for screen readers. A report is bounded, so its few pages are held until they are numbered. */
export function toPdf(report: Report): Readable {
  const info = {
    Title: `Due diligence: ${report.agent}`,
    Creator: 'Touchstone',
    CreationDate: new Date(report.meta.readAt),
  }
  const pdf = new PDFDocument({
    ...{ size: 'A4', margins: { top: MARGIN, bottom: MARGIN + 18, left: MARGIN, right: MARGIN }, info },
    ...{ tagged: true, lang: 'en', displayTitle: true, pdfVersion: '1.7', bufferPages: true },
  })
  const root = pdf.struct('Document')
  pdf.addStructure(root)
  const paragraph = (tag: string, draw: () => void) => {
    root.add(pdf.struct(tag, {}, draw))
  }
  writeTitle(pdf, report, paragraph)
  for (const section of report.sections) writeSection(pdf, section, paragraph)
  writeList(pdf, 'Check it again', report.recheck, 'Courier', paragraph)
  writeList(pdf, 'What this does not say', report.limits, 'Helvetica', paragraph)
  root.end()
  writeFooters(pdf, report)
  pdf.end()
  return pdf
}

type Document = InstanceType<typeof PDFDocument>
/** Draws something as an element of the document's structure. */
type Paragraph = (tag: string, draw: () => void) => void

function writeTitle(pdf: Document, { agent, meta }: Report, paragraph: Paragraph): void {
  paragraph('H1', () => write(pdf, 'Due-diligence report', 'Helvetica-Bold', 20, TEXT))
  paragraph('P', () => write(pdf, agent, 'Courier', 9, TEXT))
  const to = `Network ${meta.network}, chain ${meta.chainId}. Indexed to block ${meta.indexedHeight}, final to ${meta.finalizedHeight}. Read ${meta.readAt}. Verifier ${meta.verifier}.`
  paragraph('P', () => write(pdf, to, 'Helvetica', 9, MUTED))
}

function writeSection(pdf: Document, { title, answers }: ReportSection, paragraph: Paragraph): void {
  keepTogether(pdf, 90)
  pdf.moveDown(0.8)
  paragraph('H2', () => write(pdf, title, 'Helvetica-Bold', 13, TEXT))
  for (const item of answers) writeAnswer(pdf, item, paragraph)
}

function writeAnswer(
  pdf: Document,
  { question, answer, standing, source, untrusted }: ReportAnswer,
  paragraph: Paragraph,
) {
  keepTogether(pdf, 60)
  pdf.moveDown(0.4)
  paragraph('H3', () => write(pdf, question, 'Helvetica-Bold', 10, TEXT))
  paragraph('P', () => {
    pdf.font('Helvetica-Bold').fontSize(8).fillColor(TONES[standing])
    pdf.text(`${MARKS[standing]}${untrusted ? ' (words of the agent or a provider)' : ''}`)
  })
  paragraph('P', () => write(pdf, answer, 'Helvetica', 10, TEXT))
  paragraph('P', () => write(pdf, `Source: ${source}`, 'Helvetica', 8, MUTED))
}

function writeList(pdf: Document, title: string, lines: string[], font: string, paragraph: Paragraph): void {
  keepTogether(pdf, 90)
  pdf.moveDown(0.8)
  paragraph('H2', () => write(pdf, title, 'Helvetica-Bold', 13, TEXT))
  for (const line of lines) {
    keepTogether(pdf, 40)
    paragraph('P', () => write(pdf, line, font, font === 'Courier' ? 8 : 10, TEXT))
    pdf.moveDown(0.3)
  }
}

function write(pdf: Document, text: string, font: string, size: number, color: string): void {
  pdf
    .font(font)
    .fontSize(size)
    .fillColor(color)
    .text(breakable(toPdfText(text)))
}

/** A new page where less than so many points are left: no heading stands alone at the end of one. */
function keepTogether(pdf: Document, points: number): void {
  if (pdf.y + points > pdf.page.height - pdf.page.margins.bottom) pdf.addPage()
}

/** What every page is of and its number, once it is known how many there are; artifacts, which a screen reader leaves out. */
function writeFooters(pdf: Document, { agent, meta }: Report): void {
  const { count } = pdf.bufferedPageRange()
  const text = toPdfText(`${agent} at block ${meta.indexedHeight}`)
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page)
    pdf.page.margins.bottom = 0
    const place = pdf.page.height - MARGIN + 6
    const options = { lineBreak: false, width: pdf.page.width - 2 * MARGIN }
    pdf.markContent('Artifact', { type: 'Pagination' })
    pdf.font('Helvetica').fontSize(7).fillColor(MUTED).text(text, MARGIN, place, options)
    pdf.text(`Page ${page + 1} of ${count}`, pdf.page.width - MARGIN - 60, place, { ...options, width: 60 })
    pdf.endMarkedContent()
  }
}
