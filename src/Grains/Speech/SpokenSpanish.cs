namespace RtcCluster.Grains.Speech;

/// <summary>Spanish as it is spoken in Colombia.</summary>
internal sealed class SpokenSpanish : SpokenLanguage
{
    private const long Million = 1_000_000;

    private static readonly string[] Small =
    [
        "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce", "quince", "dieciséis",
        "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete",
        "veintiocho", "veintinueve",
    ];

    private static readonly string[] Tens = ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];

    private static readonly string[] Hundreds =
        ["", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos"];

    // How the number one ends: alone, before a masculine noun, before a feminine one.
    private enum Ending
    {
        Alone,
        Masculine,
        Feminine,
    }

    public override string Tag => "es-CO";

    protected override string And => "y";

    protected override string With => "con";

    protected override string Minus => "menos";

    public override string Number(long value) => Count(value, Ending.Alone);

    public override string TimeOfDay(TimeOnly time)
    {
        var hour = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
        var clock = $"{(hour == 1 ? "la" : "las")} {Under100(hour, Ending.Feminine)}";
        return time.Minute == 0 ? $"{clock} {PartOfDay(time)}" : $"{clock} y {Under100(time.Minute, Ending.Alone)} {PartOfDay(time)}";
    }

    protected override string? Digit(char digit) => digit switch
    {
        >= '0' and <= '9' => Small[digit - '0'],
        '+' => "más",
        '*' => "asterisco",
        '#' => "numeral",
        _ => null,
    };

    protected override string? Hours(long count) => count == 0 ? null : $"{Count(count, Ending.Feminine)} {(count == 1 ? "hora" : "horas")}";

    protected override string? Minutes(long count) => count == 0 ? null : $"{Count(count, Ending.Masculine)} {(count == 1 ? "minuto" : "minutos")}";

    protected override string? Seconds(long count, bool always) =>
        count == 0 && !always ? null : $"{Count(count, Ending.Masculine)} {(count == 1 ? "segundo" : "segundos")}";

    protected override string Whole(long count, string currency)
    {
        var (one, many) = currency switch
        {
            "COP" => ("peso", "pesos"),
            "USD" => ("dólar", "dólares"),
            "EUR" => ("euro", "euros"),
            _ => (currency, currency),
        };
        var number = Count(count, Ending.Masculine);
        return count == 1 ? $"{number} {one}" : count >= Million && count % Million == 0 ? $"{number} de {many}" : $"{number} {many}";
    }

    protected override string Part(int count, string currency)
    {
        var name = currency == "EUR" ? "céntimo" : "centavo";
        return $"{Count(count, Ending.Masculine)} {(count == 1 ? name : name + "s")}";
    }

    private static string PartOfDay(TimeOnly time) => time switch
    {
        { Hour: 12, Minute: 0 } => "del día",
        { Hour: 0 } or { Hour: >= 19 } => "de la noche",
        { Hour: <= 5 } => "de la madrugada",
        { Hour: <= 11 } => "de la mañana",
        _ => "de la tarde",
    };

    private static string Count(long value, Ending ending)
    {
        if (value is < 0 or >= Million * Million)
        {
            return value < 0 && value > -Million * Million ? $"menos {Count(-value, ending)}" : throw new ArgumentOutOfRangeException(nameof(value));
        }

        if (value < Million)
        {
            return UnderMillion((int)value, ending);
        }

        var millions = (int)(value / Million);
        var rest = (int)(value % Million);
        var head = millions == 1 ? "un millón" : $"{UnderMillion(millions, Ending.Masculine)} millones";
        return rest == 0 ? head : $"{head} {UnderMillion(rest, ending)}";
    }

    private static string UnderMillion(int value, Ending ending)
    {
        var (thousands, rest) = (value / 1000, value % 1000);
        if (thousands == 0)
        {
            return Under1000(rest, ending);
        }

        // Hundreds of thousands agree with what is counted, the one before "mil" does not: doscientas veintiún mil personas.
        var head = thousands == 1 ? "mil" : $"{Under1000(thousands, Ending.Masculine, ending == Ending.Feminine)} mil";
        return rest == 0 ? head : $"{head} {Under1000(rest, ending)}";
    }

    private static string Under1000(int value, Ending ending) => Under1000(value, ending, ending == Ending.Feminine);

    private static string Under1000(int value, Ending ending, bool isFeminine)
    {
        var (hundreds, rest) = (value / 100, value % 100);
        if (hundreds == 0)
        {
            return Under100(rest, ending);
        }

        var head = value == 100 ? "cien" : hundreds > 1 && isFeminine ? Hundreds[hundreds][..^2] + "as" : Hundreds[hundreds];
        return rest == 0 ? head : $"{head} {Under100(rest, ending)}";
    }

    private static string Under100(int value, Ending ending)
    {
        if (value % 10 == 1 && value != 11 && ending != Ending.Alone)
        {
            return (value, ending) switch
            {
                (1, Ending.Masculine) => "un",
                (1, _) => "una",
                (21, Ending.Masculine) => "veintiún",
                (21, _) => "veintiuna",
                (_, Ending.Masculine) => $"{Tens[value / 10]} y un",
                _ => $"{Tens[value / 10]} y una",
            };
        }

        return value < Small.Length ? Small[value] : value % 10 == 0 ? Tens[value / 10] : $"{Tens[value / 10]} y {Small[value % 10]}";
    }
}
