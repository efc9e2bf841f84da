using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Contacts;

/// <summary>Searches among 50,000 contacts: the figures are printed. The bound is one that a machine with much other work keeps too; a search that reads everything does not.</summary>
public abstract class ContactSpeedContract(Engine engine) : EngineContract(engine)
{
    private const int Contacts = 50_000;
    private const int Batch = 500;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private static readonly string[] Given = ["Ana", "José", "María", "Luis", "Sofía", "Andrés", "Camila", "Juan", "Valentina", "Óscar", "Lucía", "Álvaro", "Elena", "Iván", "Noé", "Zoë"];
    private static readonly string[] Family = ["Gómez", "Rodríguez", "Núñez", "Pérez", "Martínez", "Ñáñez", "López", "García", "Torres", "Ávila", "Muñoz", "Ibáñez", "Vargas", "Rojas", "Quintero"];
    private static readonly string[] Companies = ["Acme", "Aurora", "Banco Sur", "Café Andino", "Delta", "Editorial Norte", "Ferretería Real", "Hotel Central", "Imprenta", "Joyería"];

    [Fact]
    public async Task ASearchAmongFiftyThousandIsAnsweredWhileOneTypes()
    {
        var tenant = await Engine.NewTenantAsync();
        var random = new Random(7);
        await WriteAsync([.. Enumerable.Range(0, Contacts).Select(number => Made(tenant, number, random))]);
        var store = Engine.Get<IContacts>();
        // As it is typed, letter by letter: what many have, what few have, several words that seldom meet, numbers, nobody.
        string[] typed = ["g", "go", "gom", "gome", "gomez", "a", "jose", "jose nu", "zoe quintero impr", "x", "xyz", "300", "3001", "+57 300 1", "573009", "acme", "a g b", "cliente 77", "ñañez zoë", "k49999"];
        var times = new List<(double Milliseconds, string Query)>();
        for (var round = 0; round < 6; round++)
        {
            foreach (var query in typed)
            {
                var watch = Stopwatch.StartNew();
                var page = await store.ListAsync(new ContactQuery { TenantId = tenant, Owners = ["ana", Contact.Shared], Text = query }, ct: Ct);
                // What is read for the first time is not what people wait for letter by letter.
                if (round > 0)
                {
                    times.Add((watch.Elapsed.TotalMilliseconds, $"{query} ({page.Items.Count})"));
                }
            }
        }

        times.Sort();
        var (median, p99) = (times[times.Count / 2], times[(int)(times.Count * 0.99)]);
        // Each query's best time: how fast it is, not who else wanted the processor.
        var slowest = times.DistinctBy(static time => time.Query).Last();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Contacts} contacts: search p50 {median.Milliseconds:f1} ms, p99 {p99.Milliseconds:f1} ms ({p99.Query}); the slowest query took at best {slowest.Milliseconds:f1} ms ({slowest.Query})");
        Assert.True(slowest.Milliseconds < Bound.TotalMilliseconds, $"'{slowest.Query}' took {slowest.Milliseconds:f0} ms at best.");
    }

    // In statements of many rows, as a restored backup has them: saving so many one after the other would be most of the test.
    private async Task WriteAsync(List<Contact> contacts)
    {
        await using var db = Engine.OpenContext();
        await db.Database.OpenConnectionAsync(Ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        await using var transaction = await db.Database.GetDbConnection().BeginTransactionAsync(Ct);
        command.Transaction = transaction;
        foreach (var batch in contacts.Chunk(Batch))
        {
            command.CommandText = "INSERT INTO contacts (id, tenant_id, owner, card, sort_key, version, created_at, changed_at, changed_by, merged_as) VALUES "
                + string.Join(',', batch.Select(static c => $"({Text(c.Id)},{Text(c.TenantId)},{Text(c.Owner)},{Text(JsonSerializer.Serialize(c.Card, JsonSerializerOptions.Web))},{Text(ContactText.Fold(c.Card.Name))},1,0,0,'ana',0)"));
            await command.ExecuteNonQueryAsync(Ct);
            command.CommandText = "INSERT INTO contact_keys (tenant_id, owner, key, contact_id) VALUES "
                + string.Join(',', batch.SelectMany(static c => ContactKeys.Of(c.Card).Select(key => $"({Text(c.TenantId)},{Text(c.Owner)},{Text(key)},{Text(c.Id)})")));
            await command.ExecuteNonQueryAsync(Ct);
        }

        await transaction.CommitAsync(Ct);
    }

    private static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static Contact Made(string tenant, int number, Random random)
    {
        var e164 = $"+57300{number:d7}";
        return new Contact
        {
            Id = $"{tenant}-{number:d6}",
            TenantId = tenant,
            Owner = number % 10 == 0 ? "ana" : Contact.Shared,
            ChangedBy = "ana",
            Card = new ContactCard
            {
                Name = $"{Given[random.Next(Given.Length)]} {Family[random.Next(Family.Length)]} {Family[random.Next(Family.Length)]}",
                Organization = $"{Companies[random.Next(Companies.Length)]} {random.Next(1_000)}",
                Notes = "Prefiere que se le llame por la tarde; habla español e inglés.",
                Numbers = [new ContactNumber(e164, e164, "work")],
                Emails = [new ContactEmail($"k{number}@cliente{number % 100}.example")],
                Groups = number % 3 == 0 ? ["Clientes"] : [],
            },
        };
    }
}
