using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace KaPipeline.Host.Accounts;

/// <summary>Keeps the keys of cookies in the database, so that all nodes read each other's and a restart signs nobody out.</summary>
internal sealed class DatabaseKeys(NpgsqlDataSource database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.OpenConnection();
        return [.. connection.Query<string>("select content from ops.console_key order by key_name").Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = database.OpenConnection();
        connection.Execute(
            "insert into ops.console_key (key_name, content) values (@friendlyName, @content) on conflict (key_name) do update set content = excluded.content",
            new { friendlyName, content = element.ToString(SaveOptions.DisableFormatting) });
    }
}
