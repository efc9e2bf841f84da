namespace RtcCluster.Grains.Speech;

/// <summary>English.</summary>
internal sealed class SpokenEnglish : SpokenLanguage
{
    private const long Million = 1_000_000;

    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
        "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly (long Value, string Name)[] Scales = [(1_000_000_000, "billion"), (Million, "million"), (1000, "thousand")];

    public override string Tag => "en";

    protected override string And => "and";

    protected override string With => "and";

    protected override string Minus => "minus";

    public override string Number(long value)
    {
        if (value is < 0 or >= Million * Million)
        {
            return value < 0 && value > -Million * Million ? $"minus {Number(-value)}" : throw new ArgumentOutOfRangeException(nameof(value));
        }

        var words = new List<string>();
        foreach (var (scale, name) in Scales)
        {
            if (value >= scale)
            {
                words.Add($"{Under1000((int)(value / scale))} {name}");
                value %= scale;
            }
        }

        if (value > 0 || words.Count == 0)
        {
            words.Add(words.Count > 0 && value < 100 ? $"and {Under100((int)value)}" : Under1000((int)value));
        }

        return string.Join(' ', words);
    }

    public override string TimeOfDay(TimeOnly time)
    {
        if (time is { Hour: 0 or 12, Minute: 0 })
        {
            return time.Hour == 0 ? "twelve midnight" : "twelve noon";
        }

        var hour = Small[time.Hour % 12 == 0 ? 12 : time.Hour % 12];
        var half = time.Hour < 12 ? "a.m." : "p.m.";
        return time.Minute switch
        {
            0 => $"{hour} {half}",
            < 10 => $"{hour} oh {Small[time.Minute]} {half}",
            _ => $"{hour} {Under100(time.Minute)} {half}",
        };
    }

    protected override string? Digit(char digit) => digit switch
    {
        >= '0' and <= '9' => Small[digit - '0'],
        '+' => "plus",
        '*' => "star",
        '#' => "pound",
        _ => null,
    };

    protected override string? Hours(long count) => count == 0 ? null : Counted(count, "hour", "hours");

    protected override string? Minutes(long count) => count == 0 ? null : Counted(count, "minute", "minutes");

    protected override string? Seconds(long count, bool always) => count == 0 && !always ? null : Counted(count, "second", "seconds");

    protected override string Whole(long count, string currency) => currency switch
    {
        "COP" => Counted(count, "peso", "pesos"),
        "USD" => Counted(count, "dollar", "dollars"),
        "EUR" => Counted(count, "euro", "euros"),
        _ => Counted(count, currency, currency),
    };

    protected override string Part(int count, string currency) =>
        currency == "COP" ? Counted(count, "centavo", "centavos") : Counted(count, "cent", "cents");

    private string Counted(long count, string one, string many) => $"{Number(count)} {(count == 1 ? one : many)}";

    private static string Under1000(int value)
    {
        var (hundreds, rest) = (value / 100, value % 100);
        return hundreds == 0 ? Under100(rest) : rest == 0 ? $"{Small[hundreds]} hundred" : $"{Small[hundreds]} hundred and {Under100(rest)}";
    }

    private static string Under100(int value) =>
        value < Small.Length ? Small[value] : value % 10 == 0 ? Tens[value / 10] : $"{Tens[value / 10]}-{Small[value % 10]}";
}
