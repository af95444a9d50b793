using KaPipeline.Configuration;
using KaPipeline.Digests.Calendar;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Mail;

/// <summary><c>config/recipients.yaml</c>: which roles get which digest and workbook, people beside the master data, and
/// robots.</summary>
public sealed class RecipientRules
{
    /// <summary>Roles that get each digest.</summary>
    public Dictionary<string, List<string>> Digests { get; set; } = [];

    /// <summary>Roles that get each workbook with a digest that brings it.</summary>
    public Dictionary<string, List<string>> Workbooks { get; set; } = [];

    /// <summary>People who are not in the master data.</summary>
    public List<Addition> Recipients { get; set; } = [];

    /// <summary>Groups that get a card of each letter.</summary>
    public IReadOnlyList<Robot> Robots { get; set; } = [];

    /// <summary>Person id, or robot's address, to the reason why nothing is sent to them.</summary>
    public Dictionary<string, string> Silenced { get; set; } = [];

    /// <summary>Somebody beside the master data, with chains and regions; none of them means all.</summary>
    public sealed class Addition
    {
        /// <summary>Stable id.</summary>
        public string Id { get; set; } = "";

        /// <summary>Name.</summary>
        public string Name { get; set; } = "";

        /// <summary>Mail address.</summary>
        public string Address { get; set; } = "";

        /// <summary>Role that decides which digests come.</summary>
        public string Role { get; set; } = "";

        /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
        public string Language { get; set; } = "zh-CN";

        /// <summary>Regions; empty: all.</summary>
        public List<string> Regions { get; set; } = [];

        /// <summary>Chains; empty: all.</summary>
        public List<string> Chains { get; set; } = [];
    }

    /// <summary>The workbooks that digests bring.</summary>
    public static IReadOnlyList<string> KnownWorkbooks { get; } =
        ["daily", "reconciliation", "close", "figures", "budget", "plan", "items", "receivables"];

    /// <summary>Each region that <see cref="Recipients"/> and <see cref="Robots"/> name, with its line in the file.</summary>
    public List<(string Region, int Line)> RegionLines { get; } = [];

    /// <summary>Line of each person of <see cref="Silenced"/> in the file.</summary>
    public Dictionary<string, int> SilencedLines { get; } = [];

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="InvalidDataException">It is missing or has mistakes; each is named with its line.</exception>
    public static RecipientRules Load(string configFolder)
    {
        var chains = ConfigFile.ChainIds(configFolder);
        return ConfigFile.Read(Path.Combine(configFolder, "recipients.yaml"), "who gets what", "copy it from the release", root =>
        {
            var regions = new List<(string, int)>();
            var rules = new RecipientRules
            {
                Digests = RolesOf(root, "digests", "a digest", DigestDays.Digests),
                Workbooks = RolesOf(root, "workbooks", "a workbook", KnownWorkbooks),
                Recipients = [.. root.Sections("recipients", "a recipient").Select(section => Recipient(section, chains, regions))],
                Robots = [.. root.Sections("robots", "a robot").Select(section => Robot.Read(section, chains, regions))],
            };
            rules.RegionLines.AddRange(regions);
            foreach (var twice in rules.Robots.GroupBy(robot => robot.Address).Where(group => group.Count() > 1))
            {
                root.Error("robots", $"the robot {twice.Key} occurs twice; give each a name of its own");
            }

            foreach (var twice in rules.Recipients.GroupBy(addition => addition.Id)
                .Where(group => group.Key.Length > 0 && group.Count() > 1))
            {
                root.Error("recipients", $"the recipient {twice.Key} occurs twice; give each an id of its own");
            }

            rules.TakeSilenced(root.Section("silenced", "silenced"));
            return rules;
        });
    }

    // Each of the known has an entry: one that is left out would reach nobody.
    private static Dictionary<string, List<string>> RolesOf(YamlSection root, string key, string what, IReadOnlyList<string> known)
    {
        if (root.Section(key, key) is not { } section)
        {
            root.Error((YamlNode?)null, $"the file needs \"{key}:\", and below it each of: {string.Join(", ", known)}");
            return [];
        }

        var roles = known.ToDictionary(name => name, name => section.Words(name, "a role", Roles.OfPeople) ?? []);
        foreach (var missing in known.Where(name => !section.Has(name)))
        {
            section.Error((YamlNode?)null,
                $"{key} needs \"{missing}:\" with the roles that get {what} of this name, or {missing}: [] for nobody");
        }

        section.Finish();
        return roles;
    }

    private static Addition Recipient(YamlSection section, IReadOnlyList<string> chains, List<(string, int)> regions)
    {
        var addition = new Addition
        {
            Id = section.Required("id", "board"),
            Name = section.Required("name", "张董"),
            Address = section.Required("address", "zhang@example.com"),
            Role = section.Required("role", "finance_director"),
            Language = section.OneOf("language", "zh-CN", "zh-CN", "en"),
            Regions = section.Words("regions", "a region", null) ?? [],
            Chains = section.Words("chains", "a chain of config/chains", chains) ?? [],
        };
        regions.AddRange((section.Node("regions") as YamlSequenceNode)?.OfType<YamlScalarNode>()
            .Select(node => (node.Value ?? "", (int)node.Start.Line)) ?? []);
        if (addition.Address.Length > 0 && new Mailbox(addition.Name, addition.Address).Fault is { } fault)
        {
            section.Error("address", $"address: {fault} Write for example zhang@example.com");
        }

        if (addition.Role.Length > 0 && !Roles.OfPeople.Contains(addition.Role))
        {
            section.Error("role", $"role: {addition.Role} is not known; {Nearest.Advice(addition.Role, Roles.OfPeople)}");
        }

        section.Finish();
        return addition;
    }

    private void TakeSilenced(YamlSection? section)
    {
        foreach (var person in section?.Keys.ToList() ?? [])
        {
            SilencedLines[person] = (int)section!.Node(person)!.Start.Line;
            Silenced[person] = section.Required(person, "on leave until 2026-12-01");
        }
    }
}
