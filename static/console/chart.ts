/*
 * A chart on a canvas; its tooltip is drawn there too, for markup with styles
 * of its own would break the page's Content-Security-Policy.  What is drawn is
 * drawn again when the data or the width of the box change.
 */
import type { EChartsCoreOption, EChartsType } from 'echarts/core'
import { init } from 'echarts/core'
import { nextTick, onBeforeUnmount, onMounted, watch, type Ref } from 'vue'

/* A colour or font of the style sheet, by the name of its property. */
export const styleOf = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim()

export const chartFont = () => ({
  color: styleOf('--bx-ink-soft'),
  fontFamily: styleOf('--bx-sans'),
  fontSize: 12,
})

/* `option` is asked with the width of the box, in pixels. */
export function useChart(
  box: Ref<HTMLElement | undefined>,
  data: () => unknown,
  option: (width: number) => EChartsCoreOption,
) {
  let chart: EChartsType | null = null
  let watcher: ResizeObserver | null = null
  const draw = () =>
    chart?.setOption({ animation: false, ...option(box.value?.clientWidth ?? 0) })

  onMounted(() => {
    if (!box.value) return
    chart = init(box.value)
    watcher = new ResizeObserver(() => {
      draw()
      void nextTick(() => chart?.resize())
    })
    watcher.observe(box.value)
  })
  watch(data, draw)
  onBeforeUnmount(() => {
    watcher?.disconnect()
    chart?.dispose()
  })
}
