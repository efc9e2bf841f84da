using System.Globalization;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Incidents;

namespace RtcCluster.Grains.Tests.Incidents;

/// <summary>A working day of a company of 400 people with a contact centre, from a seed: who signs in and mistypes, telephones with old passwords, calls in and out as they are.</summary>
/// <param name="seed">Of its chance.</param>
/// <param name="start">Midnight.</param>
internal sealed class MixedDay(int seed, DateTimeOffset start)
{
    private const int People = 400;
    private const int Agents = 150;
    private static readonly TenantId Tenant = new("demo");
    private static readonly Place Bogota = new("CO", 4.71, -74.07);
    private static readonly Place Medellin = new("CO", 6.25, -75.56);
    private static readonly Place Miami = new("US", 25.76, -80.19);

    // Where the company's customers are.
    private static readonly string[] Abroad = ["+1305", "+3491", "+52155", "+5939", "+5511"];
    private readonly Random _chance = new(seed);
    private int _calls;

    /// <summary>Everything that the watch sees of the day, in order.</summary>
    public IReadOnlyList<IncidentSignal> Signals() => [.. SignIns().Concat(Telephones()).Concat(CallsOut()).Concat(CallsIn()).OrderBy(static signal => signal.At)];

    private IEnumerable<IncidentSignal> SignIns()
    {
        for (var person = 0; person < People; person++)
        {
            var user = new UserId(Tenant, $"user{person}");
            var remote = _chance.NextDouble() < 0.2;
            var source = remote ? $"100.64.{person / 250}.{person % 250}" : "192.0.2.10";
            // Three in four come within the half hour around eight; the rest in the late shift.
            var at = start.AddHours(person % 4 == 0 ? 14 : 8).AddMinutes(_chance.NextDouble() * 30);
            for (var mistyped = Mistyped(); mistyped > 0; mistyped--)
            {
                yield return new SignInFailed(at, source, user.Name, true, false);
                at = at.AddSeconds(8 + (_chance.NextDouble() * 20));
            }

            yield return new SignedIn(at, source, user, $"s{person}", remote ? Medellin : Bogota);
            if (person % 40 == 0)
            {
                // Flies to Miami: four hours at least.
                yield return new SignedIn(at.AddHours(5), "198.18.0.9", user, $"t{person}", Miami);
            }
        }
    }

    // A password that somebody has changed in the web and not in the telephone: it tries each two minutes, all day.
    private IEnumerable<IncidentSignal> Telephones()
    {
        for (var telephone = 0; telephone < 4; telephone++)
        {
            for (var minutes = _chance.Next(2); minutes < 24 * 60; minutes += 2)
            {
                yield return new SignInFailed(start.AddMinutes(minutes), "192.0.2.10", $"{1100 + telephone}", true, true);
            }
        }

        // Telephones of people who have left, for weeks.
        for (var minutes = 0; minutes < 24 * 60; minutes += 5)
        {
            yield return new SignInFailed(start.AddMinutes(minutes), "192.0.2.10", $"{1900 + (minutes % 3)}", false, true);
        }
    }

    // Agents who call customers back: a call each two to four minutes, one in twenty abroad, one in fifty mistyped into what is blocked.
    private IEnumerable<IncidentSignal> CallsOut()
    {
        for (var agent = 0; agent < Agents; agent++)
        {
            var user = new UserId(Tenant, $"user{agent}");
            for (var at = start.AddHours(8).AddMinutes(_chance.NextDouble() * 10); at < start.AddHours(18); at = at.AddSeconds(15 + (_chance.NextDouble() * 300)))
            {
                var mistyped = _chance.NextDouble() < 0.002;
                var number = mistyped ? "+88213000000" : _chance.NextDouble() < 0.05 ? $"{Abroad[_chance.Next(Abroad.Length)]}{Digits(7)}" : $"+573{Digits(9)}";
                yield return new CalledOutside(at, user, Call(), number, mistyped, _chance.NextDouble() < 0.1);
            }
        }
    }

    // Customers: 1,500 an hour to the main number, some of whom hang up at once, and a bank whose exchange shows one block of numbers.
    private IEnumerable<IncidentSignal> CallsIn()
    {
        for (var at = start.AddHours(7); at < start.AddHours(20); at = at.AddSeconds(_chance.NextDouble() * 4.8))
        {
            var from = _chance.NextDouble() < 0.01 ? $"+576013400{Digits(3)}" : _chance.NextDouble() < 0.02 ? "anonymous" : $"+573{Digits(9)}";
            var answered = _chance.NextDouble() < 0.9;
            yield return new CalledFromOutside(
                at, Call(), from, _chance.NextDouble() < 0.8 ? "+576015550100" : $"{1001 + _chance.Next(People)}", _chance.Next(1_000, 25_000), answered ? _chance.Next(8_000, 900_000) : null);
        }
    }

    // One in twelve mistypes once, some more often; nobody nine times.
    private int Mistyped() => _chance.NextDouble() switch
    {
        < 0.90 => 0,
        < 0.97 => 1,
        < 0.99 => 2,
        _ => _chance.Next(3, 7),
    };

    private CallId Call() => new(Tenant, $"c{(++_calls).ToString(CultureInfo.InvariantCulture)}");

    private string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + _chance.Next(10))));
}
