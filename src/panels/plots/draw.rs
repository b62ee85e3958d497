//! Charts on screen: plotted by egui_plot, with scales, reading and marks of our own around it.

use bevy_egui::egui::{
    self, Align2, Color32, CornerRadius, CursorIcon, FontId, Rect, Sense, Stroke, Ui, Vec2, WidgetInfo,
    WidgetType, pos2, vec2,
};
use egui_plot::{
    Bar, BarChart, FilledArea, Line as PlotLine, LineStyle, Plot, PlotBounds, PlotPoint, PlotPoints,
};

use super::super::theme::{self, GRID};
use super::super::widgets::text;
use super::super::{Model, PanelAction};
use super::chart::{Chart, Form, Line, Pane};
use super::dates;

/// Room for the figures beside a pane, the dates below it and the label above it.
const FIGURES: f32 = 40.0;
const DATES: f32 = 18.0;
const LABEL: f32 = 16.0;
/// Height of a row of the reading.
const ROW: f32 = 16.0;
/// Most values of a line that are drawn: more than there are pixels would only cost time.
const MOST_VALUES: usize = 400;

/// Draws a chart into a part of the window. The tick under the pointer is read out in all charts.
pub fn show(ui: &mut Ui, model: &Model, chart: &Chart, rect: Rect, actions: &mut Vec<PanelAction>) {
    if let Some(hint) = &chart.hint {
        let galley =
            ui.painter().layout(hint.clone(), FontId::proportional(14.0), theme::muted(), rect.width());
        ui.painter().galley(rect.center() - 0.5 * galley.size(), galley, theme::muted());
        return;
    }
    let now = model.survey.clock.tick;
    let reading = read_tick(ui).filter(|tick| *tick <= chart.end);
    let beside = (0.32 * rect.width()).clamp(112.0, 184.0);
    let plots = rect.with_max_x(rect.right() - beside - GRID).with_max_y(rect.bottom() - DATES);
    let most = ((plots.width() - FIGURES) / 64.0) as usize;
    let dates = dates::marks(&model.survey.clock, chart.span() as u64, most);
    let gap = if chart.panes.len() > 1 { 6.0 } else { 0.0 };
    let height = (plots.height() + gap) / chart.panes.len() as f32;
    for (place, pane) in chart.panes.iter().enumerate() {
        let top = plots.top() + height * place as f32;
        let whole = Rect::from_min_max(pos2(plots.left(), top), pos2(plots.right(), top + height - gap));
        let inside = Rect::from_min_max(whole.min + vec2(FIGURES, LABEL), whole.max);
        let label = pos2(inside.left(), whole.top());
        text(ui, label, Align2::LEFT_TOP, pane.label, 11.0, theme::muted());
        show_pane(ui, model, (chart, pane, place), inside, &dates, actions);
        let x = |tick: u64| inside.left() + inside.width() * (tick as f64 / chart.span()) as f32;
        // What lies beyond the present is known to follow, but has not happened yet.
        let veil = theme::panel().gamma_multiply(0.62);
        if now < chart.end {
            ui.painter().rect_filled(inside.with_min_x(x(now)).with_max_x(x(chart.end)), 0.0, veil);
        }
        war_strip(ui, chart, inside, x);
        ui.painter().vline(x(now), inside.y_range(), Stroke::new(1.5, theme::accent()));
        if let Some(tick) = reading {
            ui.painter().vline(x(tick), inside.y_range(), Stroke::new(1.0, theme::text()));
        }
    }
    let axis =
        Rect::from_min_max(plots.left_bottom() + vec2(FIGURES, 0.0), pos2(plots.right(), rect.bottom()));
    for mark in &dates {
        let x = axis.left() + axis.width() * (mark.tick as f64 / chart.span()) as f32;
        let at = pos2(x, axis.top() + 4.0);
        let (anchor, at) = if x > axis.right() - 14.0 {
            (Align2::RIGHT_TOP, pos2(axis.right(), at.y))
        } else {
            (Align2::CENTER_TOP, at)
        };
        text(ui, at, anchor, &mark.label, 11.0, theme::muted());
    }
    let beside = Rect::from_min_max(pos2(rect.right() - beside, rect.top()), rect.max);
    read_out(ui, model, chart, beside, reading.unwrap_or(now).min(chart.end), reading.is_some());
}

/// The tick under the pointer in any chart, in this frame or the last.
fn read_tick(ui: &Ui) -> Option<u64> {
    let frame = ui.ctx().cumulative_pass_nr();
    let (tick, of): (u64, u64) = ui.data(|data| data.get_temp(reading_id()))?;
    (of + 1 >= frame).then_some(tick)
}

fn reading_id() -> egui::Id {
    egui::Id::new("tick read in plots")
}

/// Grid, data and the pointer's work in one pane.
fn show_pane(
    ui: &mut Ui,
    model: &Model,
    (chart, pane, place): (&Chart, &Pane, usize),
    rect: Rect,
    dates: &[dates::Mark],
    actions: &mut Vec<PanelAction>,
) {
    grid(ui, chart, pane, rect, dates);
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect));
    let id = egui::Id::new(("plot", chart.kind, place));
    let plot = Plot::new(id)
        .id(id)
        .width(rect.width())
        .height(rect.height())
        .min_size(Vec2::splat(8.0))
        .set_margin_fraction(Vec2::ZERO)
        .show_background(false)
        .show_axes(false)
        .show_grid(false)
        .show_x(false)
        .show_y(false)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .allow_axis_zoom_drag(false)
        .label_formatter(|_| None)
        .sense(Sense::click_and_drag());
    let shown = plot.show(&mut inside, |plot| {
        plot.set_plot_bounds(PlotBounds::from_min_max([0.0, 0.0], [chart.span(), f64::from(pane.reach())]));
        for item in items(model, pane) {
            match item {
                Item::Area(area) => plot.add(area),
                Item::Bars(bars) => plot.bar_chart(bars),
                Item::Line(line) => plot.line(line),
            }
        }
    });
    let response = shown.response;
    response.widget_info(|| {
        let words = format!("{}: {}. Click or drag to go to a date.", chart.title, pane.label);
        WidgetInfo::labeled(WidgetType::Image, true, words)
    });
    let last = model.history.end();
    let tick = |at: egui::Pos2| {
        let share = f64::from((at.x - rect.left()) / rect.width().max(1.0));
        (share * chart.span()).round().clamp(0.0, chart.end as f64) as u64
    };
    if let Some(at) = response.hover_pos().or(response.interact_pointer_pos()) {
        let frame = ui.ctx().cumulative_pass_nr();
        ui.data_mut(|data| data.insert_temp(reading_id(), (tick(at).max(1), frame)));
    }
    if (response.clicked() || response.dragged())
        && let Some(at) = response.interact_pointer_pos()
        && tick(at).min(last) != model.survey.clock.tick
    {
        actions.push(PanelAction::Seek(tick(at).min(last)));
    }
    keys(ui, model, response.id, actions);
    response.on_hover_cursor(CursorIcon::ResizeHorizontal);
}

/// Left and Right go a tick back or on while a pane has the keyboard.
fn keys(ui: &Ui, model: &Model, pane: egui::Id, actions: &mut Vec<PanelAction>) {
    if !ui.memory(|memory| memory.has_focus(pane)) {
        return;
    }
    let filter = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(pane, filter));
    let (now, last) = (model.now, model.history.end());
    for (key, tick) in [(egui::Key::ArrowLeft, now.saturating_sub(1)), (egui::Key::ArrowRight, now + 1)] {
        if ui.input(|input| input.key_pressed(key)) && tick <= last && tick != now {
            actions.push(PanelAction::Seek(tick));
        }
    }
}

/// Lines of the grid with their figures, and the times of war.
fn grid(ui: &Ui, chart: &Chart, pane: &Pane, rect: Rect, dates: &[dates::Mark]) {
    let painter = ui.painter();
    let x = |tick: u64| rect.left() + rect.width() * (tick as f64 / chart.span()) as f32;
    let thin = Stroke::new(1.0, theme::line());
    if pane.form != Form::Stacked {
        for time in &chart.wars {
            let tint = theme::war().gamma_multiply((0.06 * time.wars as f32).min(0.2));
            let band = rect.with_min_x(x(time.ticks.first - 1)).with_max_x(x(time.ticks.last));
            painter.rect_filled(band, 0.0, tint);
        }
    }
    dates.iter().for_each(|mark| _ = painter.vline(x(mark.tick), rect.y_range(), thin));
    let steps = (pane.top / pane.step).round() as usize;
    // Where figures would touch, every second one goes.
    let room = (rect.height() / 13.0).floor().max(1.0) as usize;
    let every = steps.div_ceil(room).max(1);
    for step in 0..=steps {
        let value = pane.step * step as f32;
        let y = rect.bottom() - rect.height() * value / pane.reach();
        painter.hline(rect.x_range(), y, thin);
        if step % every == 0 {
            let at = pos2(rect.left() - 6.0, y.clamp(rect.top() + 2.0, rect.bottom() - 2.0));
            text(ui, at, Align2::RIGHT_CENTER, &pane.unit.mark(value), 11.0, theme::muted());
        }
    }
}

/// Times of war as a strip along the foot of a pane, darker where more wars are fought.
fn war_strip(ui: &Ui, chart: &Chart, rect: Rect, x: impl Fn(u64) -> f32) {
    for time in &chart.wars {
        let tint = theme::war().gamma_multiply((0.35 + 0.15 * time.wars as f32).min(1.0));
        let (from, to) = (x(time.ticks.first - 1), x(time.ticks.last));
        let strip =
            Rect::from_min_max(pos2(from, rect.bottom()), pos2(to.max(from + 1.0), rect.bottom() + 3.0));
        ui.painter().rect_filled(strip, 0.0, tint);
    }
}

/// What egui_plot draws.
enum Item {
    Area(FilledArea),
    Bars(BarChart),
    Line(PlotLine<'static>),
}

/// The data of a pane as items: areas or bars from the top down, then lines over them.
fn items(model: &Model, pane: &Pane) -> Vec<Item> {
    let mut items = Vec::new();
    let stacks = pane.stacked();
    for (line, stack) in pane.lines.iter().zip(&stacks).filter(|(line, _)| !line.dashed) {
        let fill = line.ink.area(model.palette);
        match &pane.form {
            Form::Stacked => {
                let drawn = sampled(stack.len());
                let xs: Vec<f64> = drawn.iter().map(|place| (place + 1) as f64).collect();
                let part = |edge: fn(&(f32, f32)) -> f32| -> Vec<f64> {
                    drawn.iter().map(|place| f64::from(edge(&stack[*place]))).collect()
                };
                let area = FilledArea::new(line.name.clone(), &xs, &part(|it| it.0), &part(|it| it.1));
                items.push(Item::Area(area.fill_color(fill).allow_hover(false)));
            }
            Form::Bars(periods) => {
                let bars = periods.iter().zip(stack).filter(|(_, (from, to))| to > from).map(
                    |(period, (from, to))| {
                        let (left, right) = ((period.first - 1) as f64, period.last as f64);
                        Bar::new(0.5 * (left + right), f64::from(to - from))
                            .base_offset(f64::from(*from))
                            .width(0.86 * (right - left))
                            .fill(fill)
                            .stroke(Stroke::NONE)
                    },
                );
                let chart = BarChart::new(line.name.clone(), bars.collect());
                items.push(Item::Bars(chart.allow_hover(false)));
            }
            Form::Lines => {}
        }
    }
    let stacked = pane.form == Form::Stacked;
    let over = pane.lines.iter().zip(&stacks).filter(|(line, _)| line.dashed || pane.form == Form::Lines);
    for (line, stack) in over {
        let places = sampled(stack.len());
        let known = places.iter().filter(|place| stack[**place].1.is_finite());
        let points = known.map(|place| PlotPoint::new(x_of(&pane.form, *place), stack[*place].1));
        let colour = if stacked { theme::text() } else { line.ink.line(model.palette) };
        let style = if line.dashed { LineStyle::Dashed { length: 5.0 } } else { LineStyle::Solid };
        let width = if line.dashed { 1.2 } else { 1.8 };
        let line = PlotLine::new(line.name.clone(), PlotPoints::Owned(points.collect()));
        items.push(Item::Line(line.color(colour).width(width).style(style).allow_hover(false)));
    }
    items
}

/// Where a value stands along the axis of time.
fn x_of(form: &Form, place: usize) -> f64 {
    match form {
        Form::Stacked | Form::Lines => (place + 1) as f64,
        Form::Bars(periods) => periods.get(place).map_or(0.0, |it| 0.5 * ((it.first - 1) + it.last) as f64),
    }
}

/// Which of so many values are drawn: all, or every so manieth and the last.
fn sampled(values: usize) -> Vec<usize> {
    let step = values / MOST_VALUES + 1;
    let mut places: Vec<usize> = (0..values).step_by(step).collect();
    if let Some(last) = values.checked_sub(1).filter(|last| places.last() != Some(last)) {
        places.push(last);
    }
    places
}

/// Each line's name and value at a tick: legend and reading in one.
fn read_out(ui: &Ui, model: &Model, chart: &Chart, rect: Rect, tick: u64, pointed: bool) {
    let tick = tick.max(1);
    let mut date = model.date_of(tick);
    match chart.wars_at(tick) {
        0 => {}
        1 => date += "  ·  1 war",
        wars => date += &format!("  ·  {wars} wars"),
    }
    let colour = if pointed { theme::text() } else { theme::muted() };
    text(ui, rect.left_top(), Align2::LEFT_TOP, &date, 12.0, colour);
    let mut top = rect.top() + ROW + 2.0;
    let foot = if chart.compared.is_some() { ROW } else { 0.0 };
    let rows = ((rect.bottom() - foot - top) / ROW).floor().max(1.0) as usize;
    let count: usize = chart.panes.iter().map(|pane| solid(pane).count()).sum();
    for pane in &chart.panes {
        // Where there is no room for all, the greatest at this date are named, in their order.
        let room = if chart.panes.len() > 1 || count <= rows { count } else { rows.saturating_sub(1) };
        let value = |line: &Line| line.at(&pane.form, tick).unwrap_or(0.0);
        // Of those that are nothing at this date, the greatest over all.
        let weight = |line: &Line| {
            value(line) + 1e-6 * line.values.iter().filter(|value| value.is_finite()).sum::<f32>()
        };
        let mut values: Vec<f32> = solid(pane).map(weight).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        let least = if room < values.len() { values[room.saturating_sub(1)] } else { f32::NEG_INFINITY };
        let (mut shown, mut rest, mut left_out) = (0, 0, 0.0);
        for line in solid(pane) {
            if weight(line) < least || shown == room {
                rest += 1;
                left_out += value(line);
                continue;
            }
            shown += 1;
            row(ui, model, pane, line, rect.with_min_y(top).with_max_y(top + ROW), tick);
            top += ROW;
        }
        if rest > 0 {
            let words = format!("+ {rest} more");
            text(
                ui,
                pos2(rect.left() + 16.0, top + 0.5 * ROW),
                Align2::LEFT_CENTER,
                &words,
                12.0,
                theme::muted(),
            );
            if pane.form != Form::Lines {
                let value = pane.unit.say(left_out);
                let at = pos2(rect.right(), top + 0.5 * ROW);
                text(ui, at, Align2::RIGHT_CENTER, &value, 12.0, theme::muted());
            }
        }
    }
    if let Some(name) = &chart.compared {
        let y = rect.bottom() - 0.5 * ROW;
        let dash = Stroke::new(1.2, theme::text());
        let line = [pos2(rect.left(), y), pos2(rect.left() + 14.0, y)];
        ui.painter().extend(egui::Shape::dashed_line(&line, dash, 4.0, 3.0));
        elided(ui, pos2(rect.left() + 20.0, y), rect.right(), name, theme::muted());
    }
}

fn solid(pane: &Pane) -> impl Iterator<Item = &Line> {
    pane.lines.iter().filter(|line| !line.dashed)
}

fn row(ui: &Ui, model: &Model, pane: &Pane, line: &Line, rect: Rect, tick: u64) {
    let y = rect.center().y;
    if pane.form == Form::Lines {
        let stroke = Stroke::new(2.0, line.ink.line(model.palette));
        ui.painter().hline(rect.left()..=rect.left() + 10.0, y, stroke);
    } else {
        let chip = Rect::from_center_size(pos2(rect.left() + 5.0, y), vec2(10.0, 9.0));
        ui.painter().rect_filled(chip, CornerRadius::same(2), line.ink.area(model.palette));
    }
    let value = line.at(&pane.form, tick).map_or("–".into(), |value| pane.unit.say(value));
    let value = text(ui, pos2(rect.right(), y), Align2::RIGHT_CENTER, &value, 12.0, theme::text());
    elided(ui, pos2(rect.left() + 16.0, y), value.left() - 6.0, &line.name, theme::muted());
}

/// Words up to an edge, cut with an ellipsis.
fn elided(ui: &Ui, at: egui::Pos2, right: f32, words: &str, colour: Color32) {
    let mut job =
        egui::text::LayoutJob::simple_singleline(words.to_owned(), FontId::proportional(12.0), colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width((right - at.x).max(0.0));
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(at - vec2(0.0, 0.5 * galley.size().y), galley, colour);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_are_drawn_by_as_many_values_as_can_be_seen_and_always_the_last() {
        assert_eq!(sampled(0), [] as [usize; 0]);
        assert_eq!(sampled(3), [0, 1, 2]);
        let many = sampled(1200);
        assert!(many.len() <= MOST_VALUES + 1 && many.last() == Some(&1199) && many[0] == 0);
    }
}
