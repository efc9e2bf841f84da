using System.Collections.Concurrent;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Edge.Hub;

/// <summary>Shows of users what they show to whoever looks. Supervisors and administrators see everything, as do users of themselves. Any thread.</summary>
/// <remarks>Who sees whose presence is remembered for five seconds: a change is told to all who watch. Numbers are judged anew each time.</remarks>
internal sealed class VisibilityDesk(IDirectory directory, IViewers viewers, EdgeClock clock) : IDisposable
{
    /// <summary>Since when somebody is offline who does not show it.</summary>
    public static readonly DateTimeOffset Unknown = DateTimeOffset.UnixEpoch;

    private const int MaxRemembered = 100_000;

    // Judgements at one time: all who watch somebody busy must not take the database from calls.
    private const int AtOnce = 4;

    private static readonly long Lifetime = TimeSpan.FromSeconds(5).Ticks;

    private readonly ConcurrentDictionary<(UserId Viewer, string Owner, VisibleTo Rule), (bool Sees, long At)> _judged = new();
    private readonly ConcurrentDictionary<UserId, (DirectoryUser? User, long At)> _viewers = new();
    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>How somebody sees a user: as one who is offline when the user does not show it, which <c>IsHidden</c> says.</summary>
    public async Task<(PresenceChange Change, bool IsHidden)> ShownAsync(UserId viewer, PresenceChange change) => (await ShownAsync([viewer], change))[viewer];

    /// <summary>How each of some viewers, all of the user's tenant, sees a user.</summary>
    public async Task<IReadOnlyDictionary<UserId, (PresenceChange Change, bool IsHidden)>> ShownAsync(IReadOnlyCollection<UserId> viewers, PresenceChange change)
    {
        var seeing = await SeeingAsync(viewers, change.User.Name, (VisibleTo)change.PresenceTo);
        var knowing = change.Card.Status != PresenceStatus.Offline || change.LastSeenTo == change.PresenceTo
            ? seeing
            : await SeeingAsync(seeing, change.User.Name, (VisibleTo)change.LastSeenTo);
        return viewers.ToDictionary(static viewer => viewer, viewer => Of(change, seeing.Contains(viewer), knowing.Contains(viewer)));
    }

    /// <summary>How somebody sees some users of the own tenant, in their order.</summary>
    public async Task<IReadOnlyList<PresenceChange>> ShownAsync(UserId viewer, IReadOnlyList<PresenceChange> changes)
    {
        var showing = await ShowingAsync(viewer, [.. changes.Select(static change => (change.User.Name, (VisibleTo)change.PresenceTo))]);
        var telling = await ShowingAsync(
            viewer, [.. changes.Where(static change => change.Card.Status == PresenceStatus.Offline).Select(static change => (change.User.Name, (VisibleTo)change.LastSeenTo))]);
        return [.. changes.Select(change => Of(
            change, showing.Contains(change.User.Name), change.Card.Status != PresenceStatus.Offline || telling.Contains(change.User.Name)).Change)];
    }

    /// <summary>Whether everybody sees all of it.</summary>
    public static bool IsForAll(PresenceChange change) => change is { PresenceTo: ShownTo.Everyone, LastSeenTo: ShownTo.Everyone };

    /// <summary>Users without the numbers that they do not show to the caller; without those who were found by nothing else.</summary>
    public async Task<IReadOnlyList<DirectoryUser>> ShownAsync(Caller caller, IReadOnlyList<DirectoryUser> users, string? search = null)
    {
        if (caller.Supervises || users.All(user => user.Calls.Visibility.Number == VisibleTo.Everyone))
        {
            return users;
        }

        var showing = await NumbersAsync(caller, users);
        List<DirectoryUser> shown = [];
        foreach (var user in users)
        {
            if (showing.Contains(user.Name))
            {
                shown.Add(user);
            }
            else if (search is null || new[] { user.Name, user.DisplayName, user.Email }.Any(text => text.Contains(search, StringComparison.OrdinalIgnoreCase)))
            {
                shown.Add(user with { Extension = null });
            }
        }

        return shown;
    }

    /// <summary>Those of some numbers that are extensions of users who do not show theirs to the caller.</summary>
    public async Task<IReadOnlySet<string>> HiddenAsync(Caller caller, IEnumerable<string> numbers, CancellationToken ct)
    {
        List<string> asked = caller.Supervises ? [] : [.. numbers.Where(IsExtension).Distinct(StringComparer.Ordinal)];
        if (asked.Count == 0)
        {
            return new HashSet<string>(StringComparer.Ordinal);
        }

        var users = await directory.FindUsersByExtensionsAsync(caller.Tenant.Value, asked, ct);
        var showing = await NumbersAsync(caller, users);
        return users.Where(user => !showing.Contains(user.Name)).Select(static user => user.Extension!).ToHashSet(StringComparer.Ordinal);
    }

    public void Dispose() => _turns.Dispose();

    private static bool IsExtension(string number) => number.Length is >= 1 and <= 16 && number.All(char.IsAsciiDigit);

    private static (PresenceChange Change, bool IsHidden) Of(PresenceChange change, bool sees, bool knowsSince) =>
        !sees ? (new PresenceChange(change.User, new PresenceCard(change.User.Name, PresenceStatus.Offline, null, Unknown)), true)
        : knowsSince ? (change, false)
        : (change with { Card = change.Card with { Since = Unknown } }, false);

    private async Task<IReadOnlySet<string>> NumbersAsync(Caller caller, IReadOnlyList<DirectoryUser> users)
    {
        (string Owner, VisibleTo Rule)[] asked = [.. users.Select(static user => (user.Name, user.Calls.Visibility.Number))];
        return asked.Any(static one => one.Rule is VisibleTo.Groups or VisibleTo.Contacts)
            ? await JudgeAsync(
                Open(asked, caller.User.Name), async () => await directory.FindUserAsync(caller.Tenant.Value, caller.User.Name) is { } viewer ? await viewers.ShowingAsync(viewer, asked) : Open(asked, caller.User.Name))
            : Open(asked, caller.User.Name);
    }

    // Who can be seen without asking.
    private static HashSet<string> Open(IEnumerable<(string Owner, VisibleTo Rule)> asked, string viewer) =>
        asked.Where(one => one.Rule == VisibleTo.Everyone || one.Owner == viewer).Select(static one => one.Owner).ToHashSet(StringComparer.Ordinal);

    private async Task<IReadOnlySet<string>> ShowingAsync(UserId viewer, IReadOnlyList<(string Owner, VisibleTo Rule)> asked)
    {
        var open = Open(asked, viewer.Name);
        List<(string Owner, VisibleTo Rule)> rest = [];
        foreach (var one in asked.Where(one => !open.Contains(one.Owner)))
        {
            if (Remembered(viewer, one.Owner, one.Rule) is not { } sees)
            {
                rest.Add(one);
            }
            else if (sees)
            {
                open.Add(one.Owner);
            }
        }

        if (rest.Count == 0)
        {
            return open;
        }

        return await JudgeAsync(open, async () =>
        {
            var user = (await FindAsync([viewer])).SingleOrDefault();
            IReadOnlySet<string> showing = user is null ? new HashSet<string>()
                : user.Role >= UserRole.Supervisor ? rest.Select(static one => one.Owner).ToHashSet(StringComparer.Ordinal)
                : await viewers.ShowingAsync(user, rest);
            foreach (var (owner, rule) in rest)
            {
                Remember(viewer, owner, rule, showing.Contains(owner));
            }

            open.UnionWith(showing);
            return open;
        });
    }

    private async Task<HashSet<UserId>> SeeingAsync(IReadOnlyCollection<UserId> asked, string owner, VisibleTo rule)
    {
        if (rule == VisibleTo.Everyone)
        {
            return [.. asked];
        }

        HashSet<UserId> seeing = [];
        List<UserId> rest = [];
        foreach (var viewer in asked)
        {
            var sees = viewer.Name == owner ? true : Remembered(viewer, owner, rule);
            if (sees is null)
            {
                rest.Add(viewer);
            }
            else if (sees is true)
            {
                seeing.Add(viewer);
            }
        }

        if (rest.Count == 0)
        {
            return seeing;
        }

        return await JudgeAsync(seeing, async () =>
        {
            var users = await FindAsync(rest);
            var others = users.Where(static user => user.Role < UserRole.Supervisor).ToList();
            var belong = await viewers.SeeingAsync(others, owner, rule);
            var all = users.Where(static user => user.Role >= UserRole.Supervisor).Select(static user => user.Name).Concat(belong).ToHashSet(StringComparer.Ordinal);
            foreach (var viewer in rest)
            {
                var sees = all.Contains(viewer.Name);
                Remember(viewer, owner, rule, sees);
                if (sees)
                {
                    seeing.Add(viewer);
                }
            }

            return seeing;
        });
    }

    // Who may sign in, of some of one tenant.
    private async Task<IReadOnlyList<DirectoryUser>> FindAsync(IReadOnlyCollection<UserId> asked)
    {
        List<DirectoryUser> found = [];
        List<UserId> rest = [];
        foreach (var viewer in asked)
        {
            if (!_viewers.TryGetValue(viewer, out var known) || clock.Now - known.At >= Lifetime)
            {
                rest.Add(viewer);
            }
            else if (known.User is { } user)
            {
                found.Add(user);
            }
        }

        if (rest.Count > 0)
        {
            var read = (await directory.FindUsersAsync(rest[0].Tenant.Value, [.. rest.Select(static viewer => viewer.Name)])).Where(static user => !user.Disabled).ToDictionary(static user => user.Name, StringComparer.Ordinal);
            Bound(_viewers);
            foreach (var viewer in rest)
            {
                _viewers[viewer] = (read.GetValueOrDefault(viewer.Name), clock.Now);
            }

            found.AddRange(read.Values);
        }

        return found;
    }

    private bool? Remembered(UserId viewer, string owner, VisibleTo rule) =>
        _judged.TryGetValue((viewer, owner, rule), out var known) && clock.Now - known.At < Lifetime ? known.Sees : null;

    private void Remember(UserId viewer, string owner, VisibleTo rule, bool sees)
    {
        Bound(_judged);
        _judged[(viewer, owner, rule)] = (sees, clock.Now);
    }

    private static void Bound<TKey, TValue>(ConcurrentDictionary<TKey, TValue> memory)
        where TKey : notnull
    {
        if (memory.Count >= MaxRemembered)
        {
            memory.Clear();
        }
    }

    private async Task<T> JudgeAsync<T>(T otherwise, Func<Task<T>> judge)
    {
        await _turns.WaitAsync();
        try
        {
            return await judge();
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            // What cannot be judged is not shown.
            return otherwise;
        }
        finally
        {
            _turns.Release();
        }
    }
}
