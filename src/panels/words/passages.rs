//! Passages: the idea of theory that a motive illustrates, in words of our own, with its source.

use crate::simulation::Motive;

/// An idea, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// The idea in a sentence or two.
    pub idea: &'static str,
    /// Author, year and, where it can be given, page.
    pub source: &'static str,
}

/// The idea that a motive illustrates.
pub fn passage(motive: Motive) -> Passage {
    let (idea, source) = match motive {
        Motive::AvoidDomination => (
            "Whoever lets a coming hegemon grow unchecked puts its own survival in that power’s hands. It is safer to \
             stand with those who cannot easily dominate their friends.",
            "Walt 1985, p. 5",
        ),
        Motive::Influence => (
            "A newcomer counts for more on the weaker side, which needs it more. Among the strong it would add little \
             and be heard little.",
            "Walt 1985, p. 6",
        ),
        Motive::Appeasement => (
            "A state that is exposed and finds no help in time may go over to the very power it fears, hoping that \
             the blow falls elsewhere. This is what weak neighbours of the strong are driven to.",
            "Walt 1985, p. 8",
        ),
        Motive::ShareOfVictory => (
            "To bandwagon may also be an offensive choice: to be on the side of the coming victor, and have a part in \
             what it takes.",
            "Walt 1985, p. 8",
        ),
        Motive::Jackal => (
            "States that want more than they have need no threat to align: they follow a rising revisionist for the \
             scraps of its prey, as the jackal follows the wolf.",
            "Schweller 1994, pp. 93–95",
        ),
        Motive::PilingOn => (
            "Once a war is all but decided, those who stood aside enter it on the winning side, to claim a part of \
             the spoils at little risk.",
            "Schweller 1994, p. 95",
        ),
        Motive::Wave => (
            "A movement that seems bound to prevail draws states by its very momentum: they join what they take for \
             the wave of the future.",
            "Schweller 1994, pp. 96–98",
        ),
        Motive::Contagion => (
            "One alignment brings about the next: when neighbours go over, those beside them are moved by their \
             example, like dominoes.",
            "Schweller 1994, pp. 98–99",
        ),
        Motive::InternalBalancing => (
            "Before it looks for friends, a state can look to itself: it balances by its own efforts when it arms.",
            "Waltz 1979",
        ),
        Motive::Conquest => (
            "Revisionist great powers value what they covet above what they possess. They risk much, since to gain \
             is worth more to them than to keep.",
            "Schweller 1994, pp. 100–104",
        ),
        Motive::Prevention => (
            "Where striking first pays, even a state that wants no more than to be safe may attack, since it fears \
             worse if it waits. Fear on both sides makes the war that neither wanted.",
            "Jervis 1978; Levy 1987",
        ),
        Motive::KeepFaith => (
            "To desert an ally saves the cost of its war and spends one’s good name. Between being trapped and being \
             left alone, states weigh both fears.",
            "Snyder 1984",
        ),
        Motive::AbandonAlly => (
            "A promise binds only as far as it pays to keep it. Who is drawn into an ally’s war for a cause not its \
             own may sooner break its word.",
            "Snyder 1984",
        ),
        Motive::CutLosses => (
            "A war ends when those who fight it expect less of going on than of what they hold now; how the front \
             stands tells them what to expect.",
            "Goemans 2000",
        ),
        Motive::ThreatGone => (
            "Alliances against a threat fade with it. When the danger that made them is past, their costs remain and \
             their reason does not.",
            "Walt 1987",
        ),
        Motive::Autonomy => (
            "In unequal alliances the weak trade freedom of action for security. When security can be had more \
             cheaply, freedom is worth having back.",
            "Morrow 1991",
        ),
        Motive::Safety => {
            ("Allies also endanger: who is bound to the more hated side inherits its enemies.", "Snyder 1984")
        }
        Motive::Profit => (
            "Those who joined for gain stay for gain. When there is more to be had elsewhere, or alone, interest \
             leads them away.",
            "Schweller 1994, pp. 99–104",
        ),
        Motive::Defection => (
            "A state that can no longer hope to be saved by its allies may break with them and go over to the power \
             they stood against.",
            "Walt 1985, p. 8",
        ),
        Motive::PassTheBuck => (
            "With others in front who will hold, a state may stand back and let them bear the cost of checking the \
             threat, sure that it can still act later.",
            "Christensen and Snyder 1990",
        ),
        Motive::FightOn => (
            "A belligerent goes on as long as it expects more of the war than of the peace it could have now.",
            "Goemans 2000",
        ),
        Motive::StayNeutral => (
            "Most states do nothing most of the time: alliances cost something even when quiet, and a change is made \
             only when it is worth more than its price.",
            "Altfeld 1984; Morrow 1991",
        ),
        Motive::Misjudgement => (
            "Statesmen choose better options more often, not always. The closer two options are, the more often the \
             worse one is taken.",
            "McKelvey and Palfrey 1995",
        ),
    };
    Passage { idea, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_motive_has_an_idea_and_a_source_with_its_year() {
        for motive in Motive::ALL {
            let Passage { idea, source } = passage(motive);
            assert!(idea.ends_with('.') && idea.len() > 60, "{motive:?}");
            assert!(source.contains(|it: char| it.is_ascii_digit()), "{motive:?}: {source}");
        }
    }
}
