import { useText } from '../app/text.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { KgField } from '../ui/kg-field.tsx'
import { ReserveFields } from './reserve-fields.tsx'
import type { FieldsProps, SchemeDraft } from './scheme-draft.ts'

const MOST_PRODUCTS = 500

/** Products with what each carries, and the credits behind them. */
export function ProductFields({ draft, onChange }: FieldsProps) {
  const { schemes } = useText()
  const text = schemes.create
  const { products } = draft
  const change = (key: number, part: Partial<SchemeDraft['products'][number]>) =>
    onChange({ products: products.map((one) => (one.key === key ? { ...one, ...part } : one)) })
  return (
    <>
      {products.map(({ key, name, sku, kg }, index) => (
        <fieldset key={key} className="grid gap-4 rounded-12 border border-line p-4">
          <legend className="px-2 font-bold">{text.product(index + 1)}</legend>
          <TextField
            name={`products/${index}/name`}
            label={text.productName}
            value={name}
            onChange={(changed) => change(key, { name: changed })}
            maxLength={80}
            isRequired
          />
          <KgField
            name={`products/${index}/massG`}
            label={text.kgPerItem}
            maxValue={100_000}
            value={kg}
            onChange={(changed) => change(key, { kg: changed })}
            isRequired
          />
          <TextField
            name={`products/${index}/sku`}
            label={text.sku}
            description={text.skuHelp}
            value={sku}
            onChange={(changed) => change(key, { sku: changed })}
            maxLength={60}
          />
          {products.length > 1 && (
            <Button
              look="quiet"
              icon="cross"
              className="justify-self-start"
              onPress={() => onChange({ products: products.filter((one) => one.key !== key) })}
            >
              {text.removeProduct(name || text.product(index + 1))}
            </Button>
          )}
        </fieldset>
      ))}
      {products.length < MOST_PRODUCTS && (
        <Button
          look="secondary"
          icon="plus"
          className="justify-self-start"
          onPress={() => {
            const key = Math.max(0, ...products.map((one) => one.key)) + 1
            onChange({ products: [...products, { key, name: '', sku: '', kg: 1 }] })
          }}
        >
          {text.addProduct}
        </Button>
      )}
      <ReserveFields draft={draft} onChange={onChange} />
    </>
  )
}
