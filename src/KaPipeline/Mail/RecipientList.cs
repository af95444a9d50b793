using Dapper;
using Npgsql;

namespace KaPipeline.Mail;

/// <summary>Who gets a digest on a date: the master data's responsibilities through the rules of <c>recipients.yaml</c>.</summary>
public sealed class RecipientList(RecipientRules rules)
{
    private sealed record Assignment(
        string PersonId, string Name, string Email, string Language, string Role, string ChainId, string Region, string City,
        string StoreId);

    /// <summary>Recipients of a digest, by id; robots get no workbooks.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="digest">Name of the digest, or of a workbook with <paramref name="workbook"/>.</param>
    /// <param name="workbook">Whether <paramref name="digest"/> names a workbook.</param>
    /// <exception cref="InvalidDataException">The rules do not name it.</exception>
    public async Task<IReadOnlyList<Recipient>> OfAsync(NpgsqlConnection connection, string digest, bool workbook = false,
        CancellationToken ct = default)
    {
        if (!(workbook ? rules.Workbooks : rules.Digests).TryGetValue(digest, out var roles))
        {
            throw new InvalidDataException($"config/recipients.yaml does not say which roles get \"{digest}\".");
        }

        return [.. (await AssignmentsAsync(connection, roles, ct))
            .GroupBy(assignment => assignment.PersonId)
            .Select(ToRecipient)
            .Concat(workbook ? [] : rules.Robots.Where(robot => robot.Digests.Contains(digest))
                .Select(robot => robot.Recipient(rules.Silenced.GetValueOrDefault(robot.Address))))
            .OrderBy(recipient => recipient.Id, StringComparer.Ordinal)];
    }

    /// <summary>One person with all that they are responsible for, in whatever role some digest goes to; null where there is none on that
    /// date.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="id">Person of the master data, or id of <c>recipients.yaml</c>.</param>
    public async Task<Recipient?> OfPersonAsync(NpgsqlConnection connection, string id, CancellationToken ct = default) =>
        (await PeopleAsync(connection, ct)).SingleOrDefault(person => person.Id == id);

    /// <summary>Everybody who is responsible for something on that date, by name.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    public async Task<IReadOnlyList<Recipient>> PeopleAsync(NpgsqlConnection connection, CancellationToken ct = default) =>
        [.. (await AssignmentsAsync(connection, [.. rules.Digests.Values.SelectMany(roles => roles).Distinct()], ct))
            .GroupBy(assignment => assignment.PersonId).Select(ToRecipient).OrderBy(person => person.Mailbox.Name, StringComparer.Ordinal)];

    private async Task<IEnumerable<Assignment>> AssignmentsAsync(NpgsqlConnection connection, List<string> roles, CancellationToken ct)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var assignments = await connection.QueryAsync<Assignment>(new CommandDefinition(
            """
            select person.person_id,
                   case when person.language like 'en%' then coalesce(person.name_en, person.name) else person.name end as name,
                   person.email, person.language,
                   responsibility.role, responsibility.chain_id, responsibility.region, responsibility.city, responsibility.store_id
            from core.person
            join core.responsibility using (person_id)
            where core.is_known(person.arrived_at, person.recorded_at, person.superseded_at, person.superseded_recorded_at)
              and core.is_known(responsibility.arrived_at, responsibility.recorded_at, responsibility.superseded_at, responsibility.superseded_recorded_at)
              and core.as_of() between responsibility.valid_from and responsibility.valid_to
              and responsibility.role = any (@roles)
            """, new { roles }, cancellationToken: ct));
        return assignments.Concat(Additions(roles));
    }

    private Recipient ToRecipient(IGrouping<string, Assignment> person)
    {
        var first = person.First();
        return new Recipient(
            person.Key, new Mailbox(first.Name, first.Email), first.Language,
            [.. person.Select(assignment => assignment.Role).Distinct().Order(StringComparer.Ordinal)],
            new Scope(person.Select(assignment => new Grant(assignment.ChainId, assignment.Region, assignment.City, assignment.StoreId))),
            rules.Silenced.GetValueOrDefault(person.Key));
    }

    private IEnumerable<Assignment> Additions(List<string> roles) =>
        from addition in rules.Recipients
        where roles.Contains(addition.Role)
        from chain in addition.Chains.DefaultIfEmpty("")
        from region in addition.Regions.DefaultIfEmpty("")
        select new Assignment(addition.Id, addition.Name, addition.Address, addition.Language, addition.Role, chain, region, "", "");
}
