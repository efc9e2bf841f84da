using System.Reflection;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.CallLog;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using Xunit;

namespace RtcCluster.Edge.Tests.Hub;

/// <summary>What it costs to judge who sees whom: a change of one user is told to everybody who watches.</summary>
public sealed class VisibilityDeskTests : IDisposable
{
    private static readonly TenantId Tenant = new("demo");
    private readonly FakeTimeProvider _time = new();
    private readonly Users _users;
    private readonly Mates _mates = new();
    private readonly VisibilityDesk _desk;

    public VisibilityDeskTests()
    {
        var directory = DispatchProxy.Create<IDirectory, Users>();
        _users = (Users)(object)directory;
        _desk = new VisibilityDesk(directory, _mates, new EdgeClock(_time));
    }

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task AChangeIsJudgedForAllWhoWatchAtOnce_AndNotAgainForSomeSeconds()
    {
        UserId[] viewers = [.. Enumerable.Range(0, 500).Select(i => Id($"u{i}")), Id("boss")];
        var change = Change(ShownTo.Groups);

        for (var i = 0; i < 20; i++)
        {
            var shown = await _desk.ShownAsync(viewers, change);
            Assert.Equal(["boss", "u1", "u2"], shown.Where(one => !one.Value.IsHidden).Select(one => one.Key.Name).Order(StringComparer.Ordinal));
        }

        Assert.Equal((1, 1), (_users.Reads, _mates.Queries));
        Assert.False((await _desk.ShownAsync(Id("u1"), change)).IsHidden);
        Assert.Equal((1, 1), (_users.Reads, _mates.Queries));

        // A new rule counts at once, what became of a group within seconds.
        Assert.True((await _desk.ShownAsync(Id("u1"), Change(ShownTo.Contacts))).IsHidden);
        _mates.Names = [];
        Assert.False((await _desk.ShownAsync(Id("u1"), change)).IsHidden);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True((await _desk.ShownAsync(Id("u1"), change)).IsHidden);
    }

    [Fact]
    public async Task NumbersOfAWholePageAreJudgedByOneQuery_OfOneDigitAndOfSixteen()
    {
        var caller = new Caller(Id("u1"), UserRole.Agent, "session");

        var hidden = await _desk.HiddenAsync(caller, [.. Enumerable.Range(0, 500).Select(i => $"{1000 + i}"), "7", "1234567890123456", "12345678901234567", "+573001234567"], TestContext.Current.CancellationToken);

        Assert.Equal(["1234567890123456", "7"], hidden.Order(StringComparer.Ordinal));
        Assert.Equal(1, _users.Reads);
    }

    [Fact]
    public void ALedgerIsAskedForEachNumberInIt_WhereverItStands()
    {
        var row = new LedgerRow
        {
            TenantId = "demo", CallId = "demo/c", Number = 1, At = default, Kind = "Transferred",
            Payload = Encoding.UTF8.GetBytes("""{"leg":2,"to":{"number":"1570"},"lines":["demo/1571"],"uri":"<sip:1572@demo.test>","count":1573}"""),
        };

        string[] numbers = ["1570", "1571", "1572"];
        Assert.Equal(numbers, CallEventModel.Numbers(row).Intersect(numbers).Order(StringComparer.Ordinal));
        var data = CallEventModel.Of(row, numbers.ToHashSet()).Data.ToString()!;
        Assert.All(numbers, number => Assert.DoesNotContain(number, data, StringComparison.Ordinal));
        Assert.Contains("1573", data, StringComparison.Ordinal);
    }

    private static UserId Id(string name) => new(Tenant, name);

    private static PresenceChange Change(ShownTo to) =>
        new(Id("owner"), new PresenceCard("owner", PresenceStatus.Available, null, DateTimeOffset.UnixEpoch)) { PresenceTo = to, LastSeenTo = to };

    /// <summary>A directory of users without end, "boss" above them; extensions of one and of sixteen digits are shown to nobody. Public, because the runtime derives from it.</summary>
    public class Users : DispatchProxy
    {
        internal int Reads { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Reads++;
            var asked = (IReadOnlyCollection<string>)args![1]!;
            IReadOnlyList<DirectoryUser> found = targetMethod!.Name == nameof(IDirectory.FindUsersAsync)
                ? [.. asked.Select(name => Of(name, null, VisibleTo.Everyone))]
                : [.. asked.Select(number => Of($"of-{number}", number, number.Length == 4 ? VisibleTo.Everyone : VisibleTo.Nobody))];
            return Task.FromResult(found);
        }

        private static DirectoryUser Of(string name, string? extension, VisibleTo number) => new()
        {
            TenantId = Tenant.Value,
            Name = name,
            DisplayName = name,
            Email = $"{name}@demo.test",
            Extension = extension,
            Role = name == "boss" ? UserRole.Supervisor : UserRole.Agent,
            Calls = new UserCallSettings { Visibility = new UserVisibility { Number = number } },
        };
    }

    private sealed class Mates : IViewers
    {
        public HashSet<string> Names { get; set; } = ["u1", "u2"];

        public int Queries { get; private set; }

        public Task<IReadOnlySet<string>> ShowingAsync(DirectoryUser viewer, IReadOnlyCollection<(string Owner, VisibleTo Rule)> owners, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<IReadOnlySet<string>> SeeingAsync(IReadOnlyCollection<DirectoryUser> viewers, string owner, VisibleTo rule, CancellationToken ct = default)
        {
            Queries++;
            return Task.FromResult<IReadOnlySet<string>>(rule == VisibleTo.Groups ? viewers.Select(viewer => viewer.Name).Intersect(Names).ToHashSet() : []);
        }
    }
}
