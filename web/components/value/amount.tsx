import { formatAmount, formatExactAmount } from '../../lib/format'

/** An amount rounded for reading. The exact one is in the document (hidden text and `value`, in neuron). */
export function Amount({ neuron }: { neuron: string }) {
  const [short, exact] = [formatAmount(neuron), formatExactAmount(neuron)]
  return (
    <data value={neuron} className="amount" title={`${exact} 0G`}>
      {short === exact ? (
        <span>{short}</span>
      ) : (
        <>
          <span aria-hidden="true">{short}</span>
          <span className="sr-only">{exact}</span>
        </>
      )}
      <span className="unit">0G</span>
    </data>
  )
}

/** An amount to the last neuron, for evidence. */
export function ExactAmount({ neuron }: { neuron: string }) {
  return (
    <data value={neuron} className="amount">
      {formatExactAmount(neuron)}
      <span className="unit">0G</span>
    </data>
  )
}
