using System.Globalization;

namespace RtcCluster.Storage.Subscriptions;

/// <summary>Something that companies can buy.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Seats">Users who may be enabled at a time; 0: as many as somebody likes.</param>
/// <param name="Fee">Its price for a month, in hundredths.</param>
/// <param name="Minute">The price of a minute to the outside, in hundredths.</param>
/// <param name="Features">What it includes beyond calls.</param>
public sealed record Plan(string Name, int Seats, long Fee, long Minute, IReadOnlyList<string> Features)
{
    private const long MostAmount = 1_000_000_000_000;

    /// <summary>Reads plans as the configuration has them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="plans">The plans.</param>
    /// <param name="problem">Why they cannot be read.</param>
    public static bool TryReadAll(string text, out IReadOnlyList<Plan> plans, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new List<Plan>();
        (plans, problem) = (found, "");
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Read(part) is not { } plan)
            {
                problem = $"'{part}' is no plan: a name, and seats=N, fee=N, minute=N and features=a,b as wanted.";
                return false;
            }

            if (found.Exists(other => other.Name == plan.Name))
            {
                problem = $"there are two of the name {plan.Name}.";
                return false;
            }

            found.Add(plan);
        }

        return true;
    }

    private static Plan? Read(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var plan = new Plan(words[0], 0, 0, 0, []);
        if (words[0].Contains('=', StringComparison.Ordinal) || words[0].Length > 64)
        {
            return null;
        }

        foreach (var word in words.Skip(1))
        {
            if (word.Split('=', 2) is not [var key, var value])
            {
                return null;
            }

            var isNumber = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostAmount;
            switch (key)
            {
                case "seats" when isNumber && number <= int.MaxValue:
                    plan = plan with { Seats = (int)number };
                    break;
                case "fee" when isNumber:
                    plan = plan with { Fee = number };
                    break;
                case "minute" when isNumber:
                    plan = plan with { Minute = number };
                    break;
                case "features":
                    plan = plan with { Features = value.Split(',', StringSplitOptions.RemoveEmptyEntries) };
                    break;
                default:
                    return null;
            }
        }

        return plan;
    }
}
