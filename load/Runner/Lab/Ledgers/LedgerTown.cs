using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>Everybody who has a telephone: callers outside, one carrier's place for each edge; users and agents of the company; and what each call came to.</summary>
internal sealed class LedgerTown : IAsyncDisposable
{
    private const int AtOnce = 8;
    private static readonly IPAddress Outside = IPAddress.Parse("127.78.10.1");
    private static readonly IPAddress Inside = IPAddress.Parse("127.79.10.1");

    // What was on its way when the edge died has come by then, and a telephone has noticed.
    private static readonly TimeSpan Notices = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);
    private const int MoveAttempts = 40;

    private readonly ConcurrentDictionary<string, Attempt> _attempts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SipEndpoint> _carriers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dead = new(StringComparer.Ordinal);
    private readonly List<LedgerPhone> _phones = [];
    private readonly OwnCluster _cluster;
    private int _numbers;

    /// <param name="cluster">The cluster.</param>
    public LedgerTown(OwnCluster cluster)
    {
        _cluster = cluster;
        foreach (var edge in cluster.Edges)
        {
            _carriers.Add(edge.Name, new SipEndpoint(Outside, edge.Sip!, null, static call => call.Reject(404)));
        }
    }

    /// <summary>Where calls that go out would be sent.</summary>
    public IPEndPoint Carrier => _carriers.Values.First().Local;

    /// <summary>Every attempt.</summary>
    public ICollection<Attempt> Attempts => _attempts.Values;

    /// <summary>The telephones of the company.</summary>
    public IReadOnlyList<LedgerPhone> Phones => _phones;

    /// <summary>Makes and registers the telephones of users, spread over the edges.</summary>
    public async Task<IReadOnlyList<LedgerPhone>> OpenAsync(IReadOnlyList<Account> accounts, string password, CancellationToken ct)
    {
        var edges = _cluster.Edges;
        var phones = accounts.Select(account => new LedgerPhone(Inside, account, password, edges, _attempts.GetValueOrDefault)).ToList();
        _phones.AddRange(phones);
        await Parallel.ForEachAsync(phones.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (phone, _) => await phone.Item.RegisterAsync(edges[phone.Index % edges.Count]));
        return phones;
    }

    /// <summary>Dials, from a number that nobody else has.</summary>
    /// <param name="plan">What is to become of it.</param>
    /// <param name="dialled">Whom.</param>
    /// <param name="target">Whom it is sent on to.</param>
    /// <param name="choice">Chooses among the edges that live.</param>
    public (Attempt Attempt, SipCall Call) Dial(CallPlan plan, string dialled, LedgerPhone? target, int choice)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"+57310{Interlocked.Increment(ref _numbers):0000000}");
        var edge = Living(choice);
        var attempt = new Attempt(number, plan, dialled) { Target = target, Edge = edge };
        _attempts[number] = attempt;
        return (attempt, _carriers[edge].Dial(dialled, number));
    }

    /// <summary>An edge has been killed: callers whom nobody has answered are cut off, the others are moved; telephones go to another edge.</summary>
    public async Task LoseAsync(string edge)
    {
        lock (_dead)
        {
            _dead.Add(edge);
        }

        var at = _phones.Where(phone => phone.Edge == edge).ToList();
        var (users, since) = (at.Select(static phone => phone.User).ToHashSet(StringComparer.Ordinal), DateTimeOffset.UtcNow - Notices);

        // Who hung up just before has told it to an edge that was dying.
        foreach (var attempt in _attempts.Values.Where(attempt => attempt.End is null || attempt.HungUpAt > since))
        {
            attempt.LostItsEdge |= attempt.Edge == edge || users.Contains(attempt.AnsweredBy ?? "") || at.Any(phone => phone.Attempt == attempt);
        }

        _carriers[edge].Cut(static call => !call.Up.IsCompleted);
        await Task.Delay(Notices);
        if (_cluster.Edges.FirstOrDefault(one => one.Name == Living(0)) is { } other)
        {
            await Task.WhenAll(at.Select(phone => MoveAsync(phone, other)));
        }
    }

    // As often as it takes: a silo may have died at the same time.
    private static async Task MoveAsync(LedgerPhone phone, ClusterNode edge)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await phone.RegisterAsync(edge);
                return;
            }
            catch (InvalidOperationException) when (attempt < MoveAttempts)
            {
                await Task.Delay(Again);
            }
        }
    }

    /// <summary>The edge has been started again.</summary>
    public void Regain(string edge)
    {
        lock (_dead)
        {
            _dead.Remove(edge);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var phone in _phones)
        {
            await phone.DisposeAsync();
        }

        foreach (var carrier in _carriers.Values)
        {
            await carrier.DisposeAsync();
        }
    }

    private string Living(int choice)
    {
        lock (_dead)
        {
            var living = _carriers.Keys.Where(edge => !_dead.Contains(edge)).ToList();
            return living[choice % living.Count];
        }
    }
}
