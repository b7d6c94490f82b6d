const words = (text: string): readonly string[] => text.trim().split(/\s+/u);
const phrases = (text: string): readonly string[] => text.trim().split(/\s*,\s*/u);

export const FIRST_NAMES = words(`
  Ada Adrian Agnes Ahmed Aino Alba Aleksander Alice Amara Amir Anders Andrea Anika Anton Arjun Astrid Aylin Beatriz Benno
  Birgit Bjarne Camille Carla Carlos Cecilie Chiara Daan Dalia Daniel Daria David Deniz Diego Dilan Edvard Eero Elena Elif
  Elin Emil Emma Enzo Erik Esra Eva Fatima Felix Fiona Freya Gabriel Gita Greta Hanna Haruka Hassan Helena Henrik Hugo Ida
  Ilse Imran Ingrid Irina Isak Ivan Jana Jasper Joana Johan Julia Kai Kamal Karin Katja Kenji Klara Lars Laura Leo Liam Lina
  Lotte Luca Lucia Magnus Malik Mara Marco Maria Marta Mateo Mei Milan Mina Mira Nadia Nico Nils Nina Noah Olga Oliver Omar
  Paula Pedro Petra Ravi Rosa Ruben Sami Sara Selma Simon Sofia Stella Sven Tara Thea Tiago Tim Valentina Vera Viktor Wanda
  Yara Yusuf Zoe`);

export const LAST_NAMES = words(`
  Aalto Abadi Adeyemi Ahlgren Almeida Andersen Antonov Arslan Bakker Baumann Becker Bergman Bianchi Blom Bondarenko Borg
  Brandt Brunner Castro Chopra Costa Dahl Demir Diallo Dijkstra Dubois Duarte Ekström Eriksen Esposito Farkas Ferrari Fischer
  Fontaine Forsberg Fuchs Fujita Garcia Gashi Gomes Graf Gruber Gupta Haas Hagen Halloran Hansen Hartmann Hashimi Heikkinen
  Hernandez Hoffmann Horvat Ibrahim Ivanova Jansen Johansson Juhasz Kaiser Kapoor Karlsson Kaya Keller Khan Kimura Koch Kovacs
  Kowalski Krause Kumar Larsen Laurent Lehtonen Lind Lopes Lund Magnusson Maier Marin Martinez Mazur Mbeki Medina Meyer Moreau
  Moretti Moser Mueller Nakamura Nielsen Nowak Nyberg Obi Olsen Ortega Osman Ozturk Papadakis Patel Pereira Petrov Popescu Qureshi
  Rahman Rasmussen Reyes Ricci Rossi Roux Ruiz Saito Santos Sato Schmid Schneider Seidel Sharma Silva Singh Sokolov Sorensen
  Soto Steiner Strand Suzuki Svoboda Takala Tanaka Thorsen Toth Varga Vasquez Vogel Wagner Walsh Weiss Winkler Wolff Yilmaz
  Zimmermann`);

/** Where the organization does business: each has projects and services of its own, with topics about these things. */
export const DOMAINS: Readonly<Record<string, readonly string[]>> = {
  ocean: words('vessels voyages containers stowage bunkering berths manifests demurrage'),
  rail: words('wagons trains slots terminals couplings timetables sidings'),
  air: words('flights uld-positions airwaybills screenings handovers gates'),
  road: words('trucks trips drivers tolls rest-periods loads detours pallets'),
  customs: words('declarations tariffs permits inspections certificates-of-origin seals'),
  warehouse: words('bins picks stock counts replenishments docks returns kits'),
  fleet: words('positions fuel tyres maintenance odometers inspections batteries'),
  billing: words('invoices credits dunning ledgers payouts statements vat'),
  pricing: words('quotes rates surcharges contracts discounts lanes'),
  booking: words('orders amendments cancellations capacity confirmations carts'),
  tracking: words('milestones etas exceptions geofences temperatures handoffs'),
  claims: words('claims damages losses assessments settlements photos'),
  workforce: words('shifts absences trainings timesheets rosters badges'),
  ports: words('gates cranes yards appointments tides pilots'),
};

export const EVENTS = words(
  'created changed closed rejected settled assigned released enriched raw hourly daily errors archived audit snapshot commands',
);

/** What teams do; with a domain they make the groups' names. */
export const TRADES =
  phrases(`operations, planning, integration, reporting, pricing, data, tooling, quality, mobile apps,
  automation, forecasting, compliance, onboarding, archive, support, partner portal, events, mobile scanning, reconciliation,
  simulation, alerts, master data, control tower, optimisation, migration, research, sandbox, identity, search, notifications`);

export const REGIONS = words(
  'Nordics Baltics Iberia Benelux Alps Adriatic Balkans Anatolia Levant Gulf Maghreb Sahel Andes Pampas Caribbean Pacific Atlantic Arctic',
);

export const SUBJECTS = words(`
  order invoice shipment route pallet driver tariff claim quote label vessel container wagon truck flight customs stock bin
  dock trip toll fuel shift badge crane berth slot rate surcharge contract ledger payout credit return parcel crate seal
  permit manifest waybill milestone exception geofence temperature humidity odometer battery inspection photo signature
  timetable roster capacity booking cancellation discount lane address partner carrier terminal yard gate`);

export const DUTIES = words(`
  reader writer mirror indexer archiver monitor exporter sync gateway batch enricher router scorer matcher reporter notifier
  importer validator deduplicator aggregator splitter replayer forecaster planner scheduler dashboard loader cleaner tagger
  translator simulator auditor resolver collector publisher bridge worker`);

export const PLACES = words(`
  north south east west hamburg rotterdam gdansk trieste oslo malmo lyon porto bilbao genoa riga tallinn vienna basel leipzig
  aarhus turku bergen cadiz izmir haifa tunis dakar lagos mombasa durban santos callao manila busan osaka v2 v3 blue green
  canary backup nightly hourly staging pilot`);

export const REASONS =
  phrases(`Yearly rotation., The certificate ends soon., Moving to new machines., Found the key in an old image.,
  A contractor who knew the password has left., Password was pasted into a ticket., Rotation before the peak season.,
  The laptop with a copy was replaced., New deployment pipeline; old secrets go., Half-yearly rotation.,
  The auditors ask for a rotation every quarter., The service moves to another team., Rotation after the incident review.,
  Cluster account changed., The notebook server was rebuilt., Secrets store was migrated., Rotating with the quarterly release.,
  The vendor had access during the test; not any more.`);

export const REFUSALS =
  phrases(`Not during the freeze. Ask again next week., This service is switched off on Friday., Use the new access instead.,
  The deployment runs until Monday., Talk to the on-call first., Rotated by the other team last week., Wrong access: the message names another one.`);

export const CONSENTS = phrases('Go ahead., Fine by me., Checked with operations., As discussed.');

export const CLOUDS = words(
  'aws-eu-north-1 aws-eu-central-1 google-europe-north1 google-europe-west4 azure-norway-east',
);
export const PLANS = words('startup-2 startup-4 business-4 business-8 business-16 premium-6x-8');
