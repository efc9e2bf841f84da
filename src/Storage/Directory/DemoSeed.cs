using System.Globalization;
using RtcCluster.Storage.Departures;

namespace RtcCluster.Storage.Directory;

/// <summary>
/// The demo tenant of DESIGN section 6. Made once: what is there stays as people changed it, what is missing is added, so that a start that was
/// killed half-way is completed by the next one.
/// </summary>
public sealed class DemoSeed : IDirectorySeed
{
    /// <summary>Id of the demo tenant.</summary>
    public const string TenantId = "demo";

    /// <summary>Its SIP domain and digest realm.</summary>
    public const string Realm = "demo.test";

    /// <summary>Password of every demo user, for web and SIP; the reason why a demo listens on loopback only.</summary>
    public const string Password = "demo";

    private static readonly (string Name, string DisplayName, string Extension, UserRole Role)[] Users =
    [
        ("admin", "Demo Admin", "1000", UserRole.Administrator),
        ("agent1", "Agent One", "1001", UserRole.Agent),
        ("agent2", "Agent Two", "1002", UserRole.Agent),
        ("agent3", "Agent Three", "1003", UserRole.Agent),
        ("agent4", "Agent Four", "1004", UserRole.Agent),
        ("supervisor", "Demo Supervisor", "1005", UserRole.Supervisor),
    ];

    // What is not named is as the rules have it by themselves; the queue reads them when it is first spoken to.
    private static readonly (string Name, string Json)[] Queues =
    [
        ("support", """{"name":"Support","strategy":"longestIdle","members":[{"agent":"agent1"},{"agent":"agent2"},{"agent":"agent3"}],"wrapUp":{"time":"00:00:10"}}"""),
        ("sales", """{"name":"Sales","strategy":"roundRobin","members":[{"agent":"agent2"},{"agent":"agent3"},{"agent":"agent4"}],"wrapUp":{"time":"00:00:10"}}"""),
    ];

    // What callers of 3000 and of the main number hear; it is always open until somebody says when it is not.
    private const string MainMenu = """
        {"name":"Main menu","language":"es-CO","start":"hours","steps":[
        {"type":"hours","name":"hours","hours":{"timeZone":"America/Bogota"},"open":"welcome","closed":"closed"},
        {"type":"menu","name":"welcome","prompt":[{"say":{"es-CO":"Bienvenido. Para soporte, marque uno. Para ventas, marque dos. Para hablar con la operadora, marque cero. For English, press nine.","en":"Welcome. For support, press one. For sales, press two. For the operator, press zero."}}],"invalid":[{"say":{"es-CO":"Esa opción no existe.","en":"That is not an option."}}],"choices":{"1":"support","2":"sales","0":"operator","9":"english"},"timeout":"00:00:06","attempts":3,"otherwise":"operator"},
        {"type":"set","name":"english","language":"en","next":"welcome"},
        {"type":"queue","name":"support","queue":"support"},
        {"type":"queue","name":"sales","queue":"sales"},
        {"type":"transfer","name":"operator","number":"1000"},
        {"type":"hangUp","name":"closed","prompt":[{"say":{"es-CO":"En este momento estamos cerrados. Gracias por llamar.","en":"We are closed at the moment. Thank you for calling."}}]}]}
        """;

    private readonly IDirectory _directory;
    private readonly IDirectoryWriter _writer;
    private readonly IDepartures _departures;

    /// <summary>Makes the seed.</summary>
    /// <param name="directory">Tells what is there.</param>
    /// <param name="writer">Takes what is missing.</param>
    /// <param name="departures">Tells who was deleted.</param>
    public DemoSeed(IDirectory directory, IDirectoryWriter writer, IDepartures departures)
    {
        _directory = directory;
        _writer = writer;
        _departures = departures;
    }

    /// <summary>Adds what is missing of the demo tenant.</summary>
    public async Task SeedAsync(CancellationToken ct = default)
    {
        if (await _directory.FindTenantAsync(TenantId, ct).ConfigureAwait(false) is null)
        {
            var tenant = new Tenant { Id = TenantId, Name = "Demo", SipRealm = Realm, Country = "CO" };
            Require(await _writer.SaveTenantAsync(tenant, ct).ConfigureAwait(false));
        }

        var gone = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, displayName, extension, role) in Users)
        {
            if (await _directory.FindUserAsync(TenantId, name, ct).ConfigureAwait(false) is null)
            {
                // Whom somebody has deleted stays deleted.
                if (await _departures.FindAsync(TenantId, name, ct).ConfigureAwait(false) is not null)
                {
                    gone.Add(name);
                    continue;
                }

                var user = new DirectoryUser
                {
                    TenantId = TenantId, Name = name, DisplayName = displayName, Email = $"{name}@{Realm}", Extension = extension, Role = role,
                };
                Require(await _writer.SaveUserAsync(user, Password, ct).ConfigureAwait(false));
            }
        }

        await SeedTrunkAsync(ct).ConfigureAwait(false);
        var present = (await _directory.ListLinesAsync(TenantId, ct).ConfigureAwait(false)).Select(line => line.Number).ToHashSet();
        foreach (var line in Lines().Where(line => !present.Contains(line.Number) && !(line.Kind == LineKind.User && gone.Contains(line.Target))))
        {
            Require(await _writer.SaveLineAsync(line, ct).ConfigureAwait(false));
        }

        foreach (var (name, json) in Queues)
        {
            await SeedDocumentAsync("queue", name, json, ct).ConfigureAwait(false);
        }

        await SeedDocumentAsync("flow", "main", MainMenu, ct).ConfigureAwait(false);
    }

    // One that somebody has deleted stays deleted.
    private async Task SeedDocumentAsync(string kind, string name, string json, CancellationToken ct)
    {
        if ((await _directory.ListDocumentVersionsAsync(TenantId, kind, name, ct).ConfigureAwait(false)).Count == 0)
        {
            Require(await _writer.SaveDocumentAsync(new Document { TenantId = TenantId, Kind = kind, Name = name, Json = json }, ct).ConfigureAwait(false));
        }
    }

    private async Task SeedTrunkAsync(CancellationToken ct)
    {
        if (await _directory.FindTrunkAsync(TenantId, "carrier", ct).ConfigureAwait(false) is null)
        {
            var trunk = new Trunk { TenantId = TenantId, Name = "carrier", Peers = [new TrunkPeer("127.0.0.2", 5080)], AcceptFrom = ["127.0.0.2"] };
            Require(await _writer.SaveTrunkAsync(trunk, password: null, ct).ConfigureAwait(false));
        }
    }

    private static IEnumerable<Line> Lines()
    {
        foreach (var (name, displayName, extension, _) in Users)
        {
            yield return Make(extension, LineKind.User, name, displayName);
        }

        yield return Make("9196", LineKind.Echo, "", "Echo") with { Recording = RecordingPolicy.Never };
        yield return Make("9664", LineKind.HoldMusic, "", "Hold music") with { Recording = RecordingPolicy.Never };
        yield return Make("2000", LineKind.Queue, "support", "Support");
        yield return Make("2001", LineKind.Queue, "sales", "Sales");
        yield return Make("3000", LineKind.Menu, "main", "Main menu");
        for (var room = 4000; room <= 4009; room++)
        {
            var number = room.ToString(CultureInfo.InvariantCulture);
            yield return Make(number, LineKind.Conference, number, $"Conference {number}");
        }

        yield return Make("700", LineKind.Park, "", "Park");
        for (var slot = 701; slot <= 709; slot++)
        {
            var number = slot.ToString(CultureInfo.InvariantCulture);
            yield return Make(number, LineKind.ParkSlot, "", $"Park {number}");
        }

        yield return Make("*97", LineKind.Voicemail, "", "Voicemail");
        yield return Make("+576015550100", LineKind.Did, "3000", "Main number");
        yield return Make("+*", LineKind.TrunkOut, "carrier", "Outside");
    }

    private static Line Make(string number, LineKind kind, string target, string name) =>
        new() { TenantId = TenantId, Number = number, Kind = kind, Target = target, Name = name };

    // Another process that seeds at the same moment is no fault: what it made is what we wanted.
    private static void Require(SaveResult result)
    {
        if (result.Status == SaveStatus.Invalid)
        {
            throw new InvalidOperationException($"The demo tenant cannot be made: {result.Reason}");
        }
    }
}
