//! The real window as a screen reader hears it.

use dossier_tests::aloud::{Bus, Role};
use dossier_tests::person::Person;

#[test]
fn every_screen_says_its_question_and_what_each_button_does() {
    let bus = Bus::start();
    let person = Person::new(bus.window());
    person.begins_with_the_sample();
    for screen in person.screens() {
        person.window.go(&screen);
        let question = person.window.heading();
        let voices = bus.hears(Role::Heading, &question);
        let acts: Vec<_> = voices.iter().filter(|voice| voice.role.acts()).collect();
        assert!(acts.len() > 8, "{screen}: the page itself is heard, not only its frame");
        let nameless = acts.iter().filter(|voice| voice.name.trim().is_empty()).count();
        assert_eq!(nameless, 0, "{screen}: {acts:#?}");
    }
}
