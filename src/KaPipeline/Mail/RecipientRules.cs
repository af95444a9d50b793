using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace KaPipeline.Mail;

/// <summary><c>config/recipients.yaml</c>: which roles get which digest and workbook, and people beside the master data.</summary>
public sealed class RecipientRules
{
    /// <summary>Roles that get each digest.</summary>
    public Dictionary<string, List<string>> Digests { get; set; } = [];

    /// <summary>Roles that get each workbook with a digest that brings it.</summary>
    public Dictionary<string, List<string>> Workbooks { get; set; } = [];

    /// <summary>People who are not in the master data.</summary>
    public List<Addition> Recipients { get; set; } = [];

    /// <summary>Person id to the reason why nothing is sent to them.</summary>
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

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is missing or not as described; the message says where.</exception>
    public static RecipientRules Load(string configFolder)
    {
        var path = Path.Combine(configFolder, "recipients.yaml");
        try
        {
            var rules = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build()
                .Deserialize<RecipientRules>(File.ReadAllText(path)) ?? new RecipientRules();
            foreach (var addition in rules.Recipients.Where(addition => addition.Id.Length == 0 || addition.Role.Length == 0))
            {
                throw new InvalidDataException($"{path}: the recipient \"{addition.Name}\" needs an id and a role.");
            }

            return rules;
        }
        catch (YamlException e)
        {
            throw new InvalidDataException($"{path}, line {e.Start.Line}, column {e.Start.Column}: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (FileNotFoundException e)
        {
            throw new InvalidDataException($"{path} was not found: it says which roles get which digest.", e);
        }
    }
}
