//! Pictures and films of Europe, looked at as a reader's program would.

use std::collections::BTreeSet;

use bevy::color::{ColorToPacked, Srgba};
use bevy::math::Vec2;
use resvg::tiny_skia::PremultipliedColorU8;
use resvg::usvg::{Options, Tree};

use super::page::Page;
use super::plate::Plate;
use super::*;
use crate::scenario::{self, builtin::EUROPE_1936};

fn europe() -> Scenario {
    scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the built-in setup is valid")
}

fn order(mode: MapMode) -> Order {
    Order { mode, selected: None, theme: Theme::NIGHT, size: (1280, 800) }
}

fn drawn(mode: MapMode, ticks: u64) -> (Studio, String) {
    let scenario = europe();
    let mut studio = Studio::new(scenario.clone(), 1, Theme::NIGHT);
    (0..ticks).for_each(|_| studio.step());
    let caption = caption(&scenario, 1, &studio.run.clock(), &[]);
    let svg = studio.picture(&order(mode), &caption);
    (studio, svg)
}

/// The values of an attribute, in order.
fn values<'a>(svg: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!(" {attribute}=\"");
    svg.split(opening.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The page and the plate that a picture of this size has.
fn laid_out(studio: &Studio, svg: &str) -> (Page, Plate) {
    // The map ends where the band below it begins, which tells how many lines the legend has.
    let rows = (1..=MOST_ROWS).find(|rows| {
        let page = Page::new(1280, 800, *rows);
        svg.contains(&format!("<rect x=\"0\" y=\"{}\" width=\"1280\"", svg::number(page.map.max.y)))
    });
    let page = Page::new(1280, 800, rows.expect("one of these is the layout"));
    let look = fitted(&studio.chart, &order(MapMode::Political), page.map);
    let plate = Plate::new(&studio.chart, &Theme::NIGHT, look, page.map, page.zoom);
    (page, plate)
}

#[test]
fn every_mode_is_a_valid_document_with_each_name_and_each_land_once() {
    for mode in MapMode::ALL {
        let (mut studio, svg) = drawn(mode, 8);
        let tree = Tree::from_str(&svg, &Options::default()).expect("a valid document");
        assert_eq!((tree.size().width(), tree.size().height()), (1280.0, 800.0));
        assert!(!svg.contains("<text"), "letters are outlines, so that they look the same everywhere");
        assert!(svg.len() < 1_500_000, "{mode:?}: {} bytes", svg.len());
        let ids = values(&svg, "id");
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), ids.len(), "every id stands for one element");
        let (page, plate) = laid_out(&studio, &svg);
        let seen = studio.chart.geography().regions.iter().filter(|(_, region)| {
            let place = studio.chart.projection.project(region.point);
            place.is_some_and(|place| page.map.contains(plate.place(place)))
        });
        for (_, region) in seen {
            let id = format!("land-{}", region.code);
            assert!(ids.contains(&id.as_str()), "{mode:?}: {id} is drawn");
        }
        let labels = values(&svg, "aria-label");
        let names: Vec<&&str> =
            labels.iter().filter(|label| label.len() > 3 && label.to_uppercase() == **label).collect();
        let survey = studio.run.survey();
        let known: Vec<String> =
            survey.states().map(|state| survey.identity(state).name.to_uppercase()).collect();
        let names: Vec<&&&str> = names.iter().filter(|name| known.contains(&name.to_string())).collect();
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), names.len(), "{mode:?}: each name once");
        assert!(names.len() > 20, "{mode:?}: {names:?}");
        assert!(labels.contains(&"Europe, March 1936") && labels.contains(&"November 1936"));
    }
}

#[test]
fn a_picture_is_the_same_each_time_and_has_each_state_in_its_colour_at_its_capital() {
    let (mut studio, svg) = drawn(MapMode::Political, 0);
    assert_eq!(svg, drawn(MapMode::Political, 0).1);
    let bytes = png(&svg).expect("it can be rendered");
    assert_eq!(bytes, png(&svg).expect("it can be rendered"));
    assert!(bytes.starts_with(b"\x89PNG"));
    let pixmap = pixels(&svg).expect("it can be rendered");
    let (page, plate) = laid_out(&studio, &svg);
    let survey = studio.run.survey();
    let scene = studio.painter.scene(&survey, &studio.chart, &plate.look);
    let mut looked_at = 0;
    for capital in &scene.capitals {
        let at = plate.place(capital.mark.place);
        let place = survey.identity(capital.state).capital;
        let Some(region) = studio.chart.geography().shapes.locate(place) else { continue };
        if !page.map.contains(at) || survey.owner(region) != Some(capital.state) {
            continue;
        }
        let wanted = Srgba::from(scene.fills[region.index()].colour).to_u8_array();
        // Marks, lines and names cover some of the land about a capital, never all.
        let near = (0..48).map(|step: u16| {
            let reach = capital.mark.radius + 2.0 + f32::from(step / 16) * 2.5;
            at + Vec2::from_angle(f32::from(step % 16) * std::f32::consts::TAU / 16.0) * reach
        });
        let same = near.filter_map(|at| pixmap.pixel(at.x as u32, at.y as u32)).any(|pixel| {
            let parts = [pixel.red(), pixel.green(), pixel.blue()];
            parts.iter().zip(wanted).all(|(part, wanted)| part.abs_diff(wanted) <= 8)
        });
        assert!(same, "{} has its colour at its capital", survey.identity(capital.state).name);
        looked_at += 1;
    }
    assert!(looked_at > 20, "{looked_at}");
}

#[test]
fn the_chosen_state_and_a_war_show() {
    let scenario = europe();
    let mut studio = Studio::new(scenario.clone(), 1, Theme::PAPER);
    (0..7).for_each(|_| studio.step());
    let survey = studio.run.survey();
    let germany = find_state(&survey, "germany").expect("it is known by its name");
    assert_eq!(find_state(&survey, "gmy"), Ok(germany));
    assert!(find_state(&survey, "Germny").is_err_and(|error| error.contains("Germany")));
    assert!(!survey.wars.is_empty(), "this seed has a war in its first months");
    let order = Order { mode: MapMode::War, selected: Some(germany), theme: Theme::PAPER, size: (800, 500) };
    let caption = caption(&scenario, 1, &studio.run.clock(), &["theory.noise=0".into()]);
    let svg = studio.picture(&order, &caption);
    let ids = values(&svg, "id");
    assert!(ids.contains(&"chosen") && ids.contains(&"fronts"), "{ids:?}");
    assert!(svg.contains("theory.noise=0"), "the credit tells what was changed");
    assert!(svg.contains(&svg::hex(Theme::PAPER.war)));
}

#[test]
fn a_film_has_the_frames_asked_for_in_one_palette() {
    let scenario = europe();
    let mut studio = Studio::new(scenario.clone(), 1, Theme::NIGHT);
    let order = Order { size: (480, 360), ..order(MapMode::Political) };
    let mut film = Film::new(&mut studio, order);
    for frame in 0..4 {
        if frame > 0 {
            studio.step();
        }
        let caption = caption(&scenario, 1, &studio.run.clock(), &[]);
        film.shoot(&mut studio, &caption).expect("it can be drawn");
    }
    assert_eq!(film.len(), 4);
    let last = film.waiting.last().expect("four are fewer than a batch").clone();
    let mut bytes = Vec::new();
    film.finish(10.0, &mut bytes).expect("it can be put together");
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(bytes.as_slice()).expect("a film");
    assert_eq!((decoder.width(), decoder.height()), (480, 360));
    let mut canvas = vec![[0; 3]; 480 * 360];
    let mut frames = Vec::new();
    while let Some(frame) = decoder.read_next_frame().expect("a frame") {
        for (at, pixel) in frame.buffer.chunks_exact(4).enumerate().filter(|(_, pixel)| pixel[3] > 0) {
            let (x, y) = (at % usize::from(frame.width), at / usize::from(frame.width));
            let place = (y + usize::from(frame.top)) * 480 + x + usize::from(frame.left);
            canvas[place] = [pixel[0], pixel[1], pixel[2]];
        }
        frames.push((frame.delay, usize::from(frame.width) * usize::from(frame.height)));
    }
    assert_eq!(frames.len(), 4);
    assert_eq!(frames[1].0, 10, "a tenth of a second");
    assert!(frames[0].1 == 480 * 360 && frames[3].0 > frames[1].0, "{frames:?}");
    let colours: BTreeSet<[u8; 3]> = canvas.iter().copied().collect();
    assert!((40..256).contains(&colours.len()), "{}", colours.len());
    // Few colours are enough: what frame after frame has left on the canvas is all but the last frame drawn.
    let off = |(drawn, kept): (&PremultipliedColorU8, &[u8; 3])| {
        let drawn = [drawn.red(), drawn.green(), drawn.blue()];
        drawn.iter().zip(kept).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / 3.0
    };
    let last = pixels(&last).expect("it can be rendered");
    let mean = last.pixels().iter().zip(&canvas).map(off).sum::<f64>() / canvas.len() as f64;
    assert!(mean < 3.0, "{mean} of 255 off on average");
}

#[test]
fn an_invented_world_can_be_drawn_too() {
    let text = "(version: 1, name: \"<islands> & \\\"co\\\"\", start: \"1900-01-01\",
        map: generated(regions: 40, seed: 3), states: [
        (id: \"AA\", capital: (province: \"R0001\"), population: 10),
        (id: \"BB\", capital: (province: \"R0009\"), population: 10),
    ])";
    let scenario = scenario::read("islands.ron", text).expect("a valid setup");
    let mut studio = Studio::new(scenario.clone(), 1, Theme::PAPER);
    let caption = caption(&scenario, 1, &studio.run.clock(), &[]);
    let order = Order { theme: Theme::PAPER, size: (320, 320), ..order(MapMode::Power) };
    let svg = studio.picture(&order, &caption);
    assert!(Tree::from_str(&svg, &Options::default()).is_ok());
    assert!(
        svg.contains("&lt;islands&gt; &amp; &quot;co&quot;"),
        "what is written is never taken for markup"
    );
}
