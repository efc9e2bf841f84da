using System.Globalization;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Incidents;
using RtcCluster.Grains.Numbers;

namespace RtcCluster.Grains.Incidents;

/// <summary>The rules of a company's watch. Signals and the time go in, what is suspicious comes out; no more of it is known than the memory and these minutes.</summary>
/// <param name="rules">The bounds.</param>
/// <param name="home">The company's country.</param>
/// <param name="memory">What is known for longer.</param>
internal sealed class IncidentMachine(IncidentRules rules, string home, IncidentMemory memory)
{
    private const int MostPlaces = 20_000;
    private const double ShortestJourney = 500;
    private const int SourcesOfGuessing = 3;

    // Addresses and numbers are the attacker's choice: a case for each of them would hide the others.
    private const int MostStrangers = 100;
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan OneRing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(90);

    // What goes on is told again so often: a case says how often it was found.
    private static readonly TimeSpan Quiet = TenMinutes;

    private readonly Sightings<UserId> _calls = new(FiveMinutes);
    private readonly Sightings<UserId> _callsAbroad = new(FiveMinutes);
    private readonly Sightings<UserId> _refused = new(TenMinutes);
    private readonly Sightings<UserId> _forwarded = new(TenMinutes);
    private readonly Sightings<string> _countries = new(TimeSpan.FromHours(1));
    private readonly Sightings<(string Block, string To)> _pumped = new(TimeSpan.FromMinutes(30));
    private readonly Sightings<string> _baited = new(TenMinutes);
    private readonly Sightings<string> _sprayed = new(TenMinutes);
    private readonly Sightings<string> _guessed = new(TenMinutes);
    private readonly Sightings<string> _scanned = new(FiveMinutes);
    private readonly Dictionary<(IncidentRule, string), (DateTimeOffset At, bool IsAboutUser)> _told = [];

    /// <summary>Whether the memory has changed since it was last asked.</summary>
    public bool TakeChanged()
    {
        var changed = _changed;
        _changed = false;
        return changed;
    }

    private bool _changed;

    /// <summary>Looks at a signal.</summary>
    public IReadOnlyList<Suspicion> Apply(IncidentSignal signal, DateTimeOffset now)
    {
        IEnumerable<Suspicion?> found = signal switch
        {
            CalledOutside { IsRefused: true } refused => [Refused(refused, now)],
            CalledOutside { StoppedBy: OutsideStop.Block } => [],
            // What is not let out is not what the company calls.
            CalledOutside { StoppedBy: not OutsideStop.None } tried => [Burst(tried, now), Forwarded(tried, now)],
            CalledOutside call => [Burst(call, now), Forwarded(call, now), Abroad(call, now)],
            CalledFromOutside { TalkedMilliseconds: { } talked } call => [Pumped(call, talked, now)],
            CalledFromOutside call => [Baited(call, now)],
            SignInFailed failed => [Sprayed(failed, now), Guessed(failed, now), Scanned(failed, now)],
            SignedIn signedIn => [Travelled(signedIn, now)],
            _ => [],
        };
        return [.. found.OfType<Suspicion>().Where(suspicion => IsNews(suspicion, now))];
    }

    private Suspicion? Refused(CalledOutside call, DateTimeOffset now)
    {
        var tried = _refused.Add(call.User, call.Number, now, Others(call));
        return tried.Count >= rules.RefusedCalls
            ? Of(IncidentRule.BlockedNumbers, call.User, $"{tried.Count} calls within 10 minutes to numbers that may not be called, the last one to {Country(call.Number)}.")
                with { MayBlock = tried.Count(static sighting => sighting.Value == 0) >= rules.RefusedCalls }
            : null;
    }

    private Suspicion? Burst(CalledOutside call, DateTimeOffset now)
    {
        // Whoever calls somebody who forwards could make this a burst of theirs: such calls have a rule of their own.
        if (call.IsForwarded)
        {
            return null;
        }

        var country = Country(call.Number);
        var all = _calls.Add(call.User, call.Call.Key, now);
        var abroad = country == home ? 0 : Distinct(_callsAbroad.Add(call.User, call.Call.Key, now));
        return abroad >= rules.CallsAbroad ? Of(IncidentRule.TollBurst, call.User, $"{abroad} calls abroad within 5 minutes, the last one to {country}.")
            : Distinct(all) is var count && count >= rules.Calls ? Of(IncidentRule.TollBurst, call.User, $"{count} calls outside within 5 minutes.")
            : null;
    }

    private Suspicion? Forwarded(CalledOutside call, DateTimeOffset now) =>
        call.IsForwarded && Distinct(_forwarded.Add(call.User, call.Call.Key, now)) is var count && count >= rules.ForwardedCalls
            ? Of(IncidentRule.ForwardedBurst, call.User, $"{count} calls of others went on outside within 10 minutes, the last one to {Country(call.Number)}.") with { MayBlock = false }
            : null;

    private Suspicion? Abroad(CalledOutside call, DateTimeOffset now)
    {
        if (memory.Since is null)
        {
            (memory.Since, _changed) = (now, true);
        }

        var country = Country(call.Number);
        var isKnown = country == home || (memory.Countries.TryGetValue(country, out var last) && now - last < Forgotten);
        if (isKnown || now - memory.Since < TimeSpan.FromDays(rules.LearningDays))
        {
            Learn(country, now);
            return null;
        }

        var seen = _countries.Add(country, call.Call.Key, now, Others(call));
        var calls = Distinct(seen);
        if (calls < rules.CallsToNewCountry)
        {
            return null;
        }

        // Once: whoever looks into it decides for the next ninety days.
        Learn(country, now);
        return new Suspicion(IncidentRule.NewCountry, country, call.User, $"{calls} calls within an hour to {country}, which nobody of the company has called for 90 days.")
        {
            MayBlock = Distinct(seen.Where(static sighting => sighting.Value == 0)) >= rules.CallsToNewCountry,
        };
    }

    private void Learn(string country, DateTimeOffset now)
    {
        if (!memory.Countries.TryGetValue(country, out var last) || now - last > TimeSpan.FromDays(1))
        {
            (memory.Countries[country], _changed) = (now, true);
        }
    }

    private Suspicion? Pumped(CalledFromOutside call, long talked, DateTimeOffset now)
    {
        if (BlockOf(call.From) is not { } block)
        {
            return null;
        }

        var calls = _pumped.Add((block, call.To), call.Call.Key, now, talked);
        return calls.Count >= rules.PumpedCalls && AreAlike(calls)
            ? new Suspicion(IncidentRule.CallPumping, block, null, $"{calls.Count} calls of about {calls[^1].Value / 1000} seconds each within 30 minutes from numbers that begin with {block}.")
            : null;
    }

    private Suspicion? Baited(CalledFromOutside call, DateTimeOffset now)
    {
        if (call.RungMilliseconds >= OneRing.TotalMilliseconds || BlockOf(call.From) is not { } block)
        {
            return null;
        }

        var numbers = Distinct(_baited.Add(block, call.To, now));
        return numbers >= rules.BaitedNumbers
            ? new Suspicion(IncidentRule.MissedCallBait, block, null, $"{numbers} numbers rang for less than 5 seconds within 10 minutes, called from numbers that begin with {block}.")
            : null;
    }

    private Suspicion? Sprayed(SignInFailed failed, DateTimeOffset now) =>
        !failed.IsSip && Distinct(_sprayed.Add(failed.Source, failed.Account, now)) is var accounts && accounts >= rules.SprayedAccounts
            ? new Suspicion(IncidentRule.PasswordSpray, failed.Source, null, $"{accounts} accounts were tried from one address within 10 minutes.")
            : null;

    private Suspicion? Guessed(SignInFailed failed, DateTimeOffset now)
    {
        if (!failed.Exists)
        {
            return null;
        }

        var tries = _guessed.Add(AccountOf(failed), failed.Source, now);
        var sources = Distinct(tries);
        return tries.Count >= rules.GuessedPasswords && (!failed.IsSip || sources >= SourcesOfGuessing)
            ? new Suspicion(IncidentRule.PasswordGuessing, AccountOf(failed), null, string.Create(CultureInfo.InvariantCulture, $"{tries.Count} wrong passwords within 10 minutes from {sources} addresses."))
            : null;
    }

    private Suspicion? Scanned(SignInFailed failed, DateTimeOffset now) =>
        failed is { IsSip: true, Exists: false } && Distinct(_scanned.Add(failed.Source, failed.Account, now)) is var accounts && accounts >= rules.ScannedAccounts
            ? new Suspicion(IncidentRule.ExtensionScan, failed.Source, null, $"{accounts} extensions that do not exist were tried from one address within 5 minutes.")
            : null;

    private Suspicion? Travelled(SignedIn signedIn, DateTimeOffset now)
    {
        // Who signs in after all has mistyped: an office of a thousand behind one address has a dozen of those at eight o'clock.
        _sprayed.Forget(signedIn.Source, signedIn.User.Name);
        _guessed.Forget(signedIn.User.Name);
        if (signedIn.Place is not { } place)
        {
            return null;
        }

        var before = memory.Places.GetValueOrDefault(signedIn.User.Name);
        var found = before is null ? null : Journey(signedIn, before, place, now);

        // Whose session ends was not there: otherwise the next one of the same place would pass.
        if (found is null || !rules.DoesBlock(IncidentRule.ImpossibleTravel))
        {
            Remember(signedIn.User.Name, new Whereabouts(now, place));
        }

        return found;
    }

    private Suspicion? Journey(SignedIn signedIn, Whereabouts before, Place place, DateTimeOffset now)
    {
        var distance = Journeys.Kilometres(before.Place, place);
        var hours = Math.Max((now - before.At).TotalHours, 1.0 / 3600);
        return distance >= ShortestJourney && distance / hours > rules.TravelSpeed
            ? new Suspicion(
                IncidentRule.ImpossibleTravel, signedIn.User.Name, signedIn.User,
                string.Create(CultureInfo.InvariantCulture, $"Signed in in {before.Place.Country} and, {(now - before.At).TotalMinutes:0} minutes later and {distance:0} km away, in {place.Country}."),
                signedIn.Session)
            : null;
    }

    private void Remember(string user, Whereabouts whereabouts)
    {
        if (memory.Places.Count >= MostPlaces && !memory.Places.ContainsKey(user))
        {
            memory.Places.Remove(memory.Places.MinBy(static known => known.Value.At).Key);
        }

        (memory.Places[user], _changed) = (whereabouts, true);
    }

    private bool IsNews(Suspicion suspicion, DateTimeOffset now)
    {
        // Each session ends, not the first of ten minutes alone.
        if (suspicion.Session is not null && rules.DoesBlock(suspicion.Rule))
        {
            return true;
        }

        var key = (suspicion.Rule, suspicion.Subject);
        if (_told.TryGetValue(key, out var told) && now - told.At < Quiet)
        {
            return false;
        }

        foreach (var old in _told.Where(each => now - each.Value.At >= Quiet).Select(static each => each.Key).ToList())
        {
            _told.Remove(old);
        }

        if (!suspicion.IsAboutUser && _told.Values.Count(static each => !each.IsAboutUser) >= MostStrangers)
        {
            return false;
        }

        _told[key] = (now, suspicion.IsAboutUser);
        return true;
    }

    private static Suspicion Of(IncidentRule rule, UserId user, string reason) => new(rule, user.Name, user, reason);

    // A telephone's account and a person's are not one: their names are.
    private static string AccountOf(SignInFailed failed) => failed.IsSip ? $"sip:{failed.Account}" : failed.Account;

    private static string Country(string number) => DialPlan.CountryOf(number) ?? "?";

    // Callers of one company differ in the last digits. Who hides the number is not known by it.
    private static string? BlockOf(string number) =>
        number.Length > 6 && (number[0] == '+' || char.IsAsciiDigit(number[0])) && number[1..].All(char.IsAsciiDigit) ? number[..^3] : null;

    // 1 for a call of somebody else at the user's expense: a stranger can make as many as they like, and whom they call is not blocked for it.
    private static long Others(CalledOutside call) => call.IsForwarded ? 1 : 0;

    private static int Distinct(IEnumerable<Sighting> seen) => seen.Select(static sighting => sighting.What).Distinct(StringComparer.Ordinal).Count();

    // People's calls differ; nine in ten of a machine's are within a fifth of each other.
    private static bool AreAlike(IReadOnlyList<Sighting> calls)
    {
        var lengths = calls.Select(static call => call.Value).Order().ToArray();
        var (low, high) = (lengths[lengths.Length / 20], lengths[^(1 + (lengths.Length / 20))]);
        return high - low <= Math.Max(1_000, high / 5);
    }
}

/// <summary>What a rule found.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Subject">What it is about: a user's name, an address, a number or a country.</param>
/// <param name="User">The user whom it is about.</param>
/// <param name="Reason">What was seen, for people.</param>
/// <param name="Session">The session that can be ended.</param>
internal sealed record Suspicion(IncidentRule Rule, string Subject, UserId? User, string Reason, string? Session = null)
{
    /// <summary>Whether the user did enough of it to be blocked for it, should the rule block: what others made of it is no reason.</summary>
    public bool MayBlock { get; init; } = true;

    /// <summary>Whether it is about somebody of the company, of whom there are so many and no more; strangers are as many as they like.</summary>
    public bool IsAboutUser => User is not null || Rule == IncidentRule.PasswordGuessing;
}
