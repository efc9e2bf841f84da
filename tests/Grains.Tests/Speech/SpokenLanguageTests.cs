using System.Globalization;
using RtcCluster.Grains.Speech;

namespace RtcCluster.Grains.Tests.Speech;

public sealed class SpokenLanguageTests
{
    [Theory]
    [InlineData(0, "cero", "zero")]
    [InlineData(1, "uno", "one")]
    [InlineData(16, "dieciséis", "sixteen")]
    [InlineData(21, "veintiuno", "twenty-one")]
    [InlineData(31, "treinta y uno", "thirty-one")]
    [InlineData(40, "cuarenta", "forty")]
    [InlineData(99, "noventa y nueve", "ninety-nine")]
    [InlineData(100, "cien", "one hundred")]
    [InlineData(101, "ciento uno", "one hundred and one")]
    [InlineData(111, "ciento once", "one hundred and eleven")]
    [InlineData(500, "quinientos", "five hundred")]
    [InlineData(1_000, "mil", "one thousand")]
    [InlineData(1_001, "mil uno", "one thousand and one")]
    [InlineData(2_026, "dos mil veintiséis", "two thousand and twenty-six")]
    [InlineData(21_000, "veintiún mil", "twenty-one thousand")]
    [InlineData(31_131, "treinta y un mil ciento treinta y uno", "thirty-one thousand one hundred and thirty-one")]
    [InlineData(100_000, "cien mil", "one hundred thousand")]
    [InlineData(999_999, "novecientos noventa y nueve mil novecientos noventa y nueve", "nine hundred and ninety-nine thousand nine hundred and ninety-nine")]
    [InlineData(1_000_000, "un millón", "one million")]
    [InlineData(1_000_001, "un millón uno", "one million and one")]
    [InlineData(21_500_000, "veintiún millones quinientos mil", "twenty-one million five hundred thousand")]
    [InlineData(3_000_000_000, "tres mil millones", "three billion")]
    [InlineData(999_999_999_999, "novecientos noventa y nueve mil novecientos noventa y nueve millones novecientos noventa y nueve mil novecientos noventa y nueve",
        "nine hundred and ninety-nine billion nine hundred and ninety-nine million nine hundred and ninety-nine thousand nine hundred and ninety-nine")]
    [InlineData(-7, "menos siete", "minus seven")]
    public void Numbers_AreSpokenAsTheyAreCounted(long number, string spanish, string english)
    {
        Assert.Equal(spanish, SpokenLanguage.Spanish.Number(number));
        Assert.Equal(english, SpokenLanguage.English.Number(number));
    }

    [Theory]
    [InlineData(1_000_000_000_000)]
    [InlineData(-1_000_000_000_000)]
    [InlineData(long.MinValue)]
    public void Numbers_BeyondTheirWords_AreRefused(long number)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SpokenLanguage.Spanish.Number(number));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpokenLanguage.English.Number(number));
    }

    [Theory]
    [InlineData("3001", "tres cero cero uno", "three zero zero one")]
    [InlineData("+57 601", "más cinco siete seis cero uno", "plus five seven six zero one")]
    [InlineData("*97#", "asterisco nueve siete numeral", "star nine seven pound")]
    [InlineData("", "", "")]
    public void Digits_AreSpokenOneByOne(string digits, string spanish, string english)
    {
        Assert.Equal(spanish, SpokenLanguage.Spanish.Digits(digits));
        Assert.Equal(english, SpokenLanguage.English.Digits(digits));
    }

    [Theory]
    [InlineData("00:00", "las doce de la noche", "twelve midnight")]
    [InlineData("00:30", "las doce y treinta de la noche", "twelve thirty a.m.")]
    [InlineData("01:05", "la una y cinco de la madrugada", "one oh five a.m.")]
    [InlineData("08:00", "las ocho de la mañana", "eight a.m.")]
    [InlineData("12:00", "las doce del día", "twelve noon")]
    [InlineData("12:01", "las doce y uno de la tarde", "twelve oh one p.m.")]
    [InlineData("13:15", "la una y quince de la tarde", "one fifteen p.m.")]
    [InlineData("18:59", "las seis y cincuenta y nueve de la tarde", "six fifty-nine p.m.")]
    [InlineData("19:00", "las siete de la noche", "seven p.m.")]
    [InlineData("23:21", "las once y veintiuno de la noche", "eleven twenty-one p.m.")]
    public void Times_AreThoseOfTheClockOnTheWall(string time, string spanish, string english)
    {
        var at = TimeOnly.Parse(time, CultureInfo.InvariantCulture);

        Assert.Equal(spanish, SpokenLanguage.Spanish.TimeOfDay(at));
        Assert.Equal(english, SpokenLanguage.English.TimeOfDay(at));
    }

    [Theory]
    [InlineData(0, "cero segundos", "zero seconds")]
    [InlineData(-5, "cero segundos", "zero seconds")]
    [InlineData(1, "un segundo", "one second")]
    [InlineData(60, "un minuto", "one minute")]
    [InlineData(300, "cinco minutos", "five minutes")]
    [InlineData(1_281, "veintiún minutos y veintiún segundos", "twenty-one minutes and twenty-one seconds")]
    [InlineData(3_600, "una hora", "one hour")]
    [InlineData(75_910, "veintiuna horas, cinco minutos y diez segundos", "twenty-one hours, five minutes and ten seconds")]
    public void Durations_AgreeWithWhatIsCounted(int seconds, string spanish, string english)
    {
        var duration = TimeSpan.FromSeconds(seconds);

        Assert.Equal(spanish, SpokenLanguage.Spanish.Duration(duration));
        Assert.Equal(english, SpokenLanguage.English.Duration(duration));
    }

    [Theory]
    [InlineData("1", "COP", "un peso", "one peso")]
    [InlineData("21", "COP", "veintiún pesos", "twenty-one pesos")]
    [InlineData("1000000", "COP", "un millón de pesos", "one million pesos")]
    [InlineData("1250000", "COP", "un millón doscientos cincuenta mil pesos", "one million two hundred and fifty thousand pesos")]
    [InlineData("1200.50", "COP", "mil doscientos pesos con cincuenta centavos", "one thousand two hundred pesos and fifty centavos")]
    [InlineData("1.01", "USD", "un dólar con un centavo", "one dollar and one cent")]
    [InlineData("0.99", "EUR", "noventa y nueve céntimos", "ninety-nine cents")]
    [InlineData("0.999", "EUR", "un euro", "one euro")]
    [InlineData("-3", "USD", "menos tres dólares", "minus three dollars")]
    [InlineData("0", "COP", "cero pesos", "zero pesos")]
    [InlineData("2", "MXN", "dos MXN", "two MXN")]
    public void Money_HasItsCurrencyAndHundredths(string amount, string currency, string spanish, string english)
    {
        var value = decimal.Parse(amount, CultureInfo.InvariantCulture);

        Assert.Equal(spanish, SpokenLanguage.Spanish.Money(value, currency));
        Assert.Equal(english, SpokenLanguage.English.Money(value, currency));
    }

    [Theory]
    [InlineData("en", "en")]
    [InlineData("EN-us", "en")]
    [InlineData("es-CO", "es-CO")]
    [InlineData("es", "es-CO")]
    [InlineData("eng", "es-CO")]
    [InlineData("", "es-CO")]
    [InlineData(null, "es-CO")]
    public void ATag_NamesALanguage_AndSpanishWhenItNamesNone(string? tag, string expected) => Assert.Equal(expected, SpokenLanguage.Of(tag).Tag);

    [Theory]
    [InlineData(3, 300, "Usted es el número tres en la fila. El tiempo estimado de espera es de cinco minutos.", "You are number three in the queue. The estimated wait is five minutes.")]
    [InlineData(1, null, "Usted es el siguiente en la fila.", "You are next in the queue.")]
    [InlineData(1, 0, "Usted es el siguiente en la fila.", "You are next in the queue.")]
    [InlineData(null, 60, "El tiempo estimado de espera es de un minuto.", "The estimated wait is one minute.")]
    [InlineData(null, null, "", "")]
    public void APlace_IsToldAsFarAsItIsKnown(int? position, int? seconds, string spanish, string english)
    {
        TimeSpan? wait = seconds is { } known ? TimeSpan.FromSeconds(known) : null;

        Assert.Equal(spanish, QueueSpeech.Place(SpokenLanguage.Spanish, position, wait));
        Assert.Equal(english, QueueSpeech.Place(SpokenLanguage.English, position, wait));
    }
}
