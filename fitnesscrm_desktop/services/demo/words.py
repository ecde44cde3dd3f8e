"""What the people of the demo studio say, buy, live in and are looked after for."""

from __future__ import annotations

STREETS = (
    "Harbour Street|Mill Lane|Quay Road|Abbey Terrace|Castle Avenue|Chapel Row|Orchard Grove|Seafield Park|"
    "Bridge Street|Meadow View|Station Road|Church Hill|Linden Walk|Foundry Yard|Rope Walk|Lighthouse Road|"
    "Priory Close|Weavers' Square|Rosemount Avenue|Canal Bank|Tower Crescent|Granary Court|Elm Park|"
    "Ferry Steps"
).split("|")
DISTRICTS = ("D01", "D02", "D03", "D04", "D06", "D07", "D08", "D09", "D11", "D12", "D14", "D15")
MAIL_HOSTS = ("example.com", "example.com", "example.com", "example.org", "example.net")

REFERRALS = (
    "Friend|Friend|Walk-in|Walk-in|Search engine|Search engine|Instagram|Leaflet|Company programme|"
    "Physiotherapist|Open day|Former member"
).split("|")

GOALS = (
    "Lose 8 kg before summer|Run 10 km without a break|Strengthen the back, sits all day|"
    "Get fit after the baby|First pull-up|Deadlift 100 kg|Sleep better and less stress|"
    "Half marathon in October|Rebuild the knee after surgery|Stay mobile at 70|Gain muscle, 4 kg|"
    "Train twice a week, no excuses|Ski holiday in February|Better posture|Learn to swim properly|"
    "Lower blood pressure"
).split("|")

ALERTS = (
    "Asthma: inhaler is in the gym bag|Allergic to penicillin|"
    "Type 1 diabetes: glucose tablets in the left pocket|Epilepsy: no flashing light, call partner|"
    "Pacemaker: no impedance scale|Right knee operated in spring, no jumps|"
    "Slipped disc L5, no heavy deadlifts|Pregnant, second trimester|High blood pressure, medicated|"
    "Severe bee-sting allergy: adrenaline pen in locker|Shoulder dislocates easily (left)|"
    "Takes blood thinners"
).split("|")

NOTES = (
    "Asked about the 20-visit pack, wants to think it over.|Prefers to be called in the afternoon.|"
    "Wants a training plan for home as well.|Moved the direct payment to the 5th.|"
    "Forgot the towel again, lent one.|Brought a friend to the open day.|Interested in the Saturday class.|"
    "Had a short break because of a cold.|Very happy with the new rowing machines.|"
    "Finds it too loud after six, prefers mornings.|Locker key lost and replaced.|"
    "New phone number, changed.|Showed the card of a colleague by mistake, explained.|"
    "Training for a charity run in September.|Would like an appointment for a body check."
).split("|")
PINNED = (
    "Please ask for the signed form.|Give the new fob at the next visit.|"
    "Parcel for this client at the desk.|Photo is missing: take one.|Wants to speak to the manager.|"
    "Left headphones, box 4."
).split("|")

TAGS = (
    ("Early bird", "#F59E0B", 14),
    ("Student", "#3B82F6", 10),
    ("Company", "#0EA5E9", 8),
    ("Physio", "#10B981", 6),
    ("Runner", "#EF4444", 7),
    ("VIP", "#8B5CF6", 2),
    ("Class regular", "#EC4899", 9),
)
"""Name, colour, and how many of a hundred clients wear it."""

HOLD_REASONS = ("Holiday", "Injury", "Work abroad", "Exams", "Illness", "Family")
VISIT_OVERRIDES = (
    "Pays tomorrow",
    "Card machine was down",
    "Regular, form will be brought",
    "Agreed with the manager",
)
RELATIONS = ("partner", "mother", "father", "brother", "sister", "friend")
CONSENT_SOURCES = ("Paper form", "Paper form", "At the desk", "E-mail")
LOCKERS = "Locker"
SHIRT = "T-shirt size"
SHIRTS = ("S", "M", "L", "XL")
