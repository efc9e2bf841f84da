namespace RtcCluster.Grains.Speech;

/// <summary>What a waiting caller is told.</summary>
internal static class QueueSpeech
{
    /// <summary>The caller may hang up and keeps the place.</summary>
    public static string WillCallBack(SpokenLanguage language) => language == SpokenLanguage.English
        ? "You keep your place in the queue. We will call you back. Goodbye."
        : "Usted conserva su lugar en la fila. Le devolveremos la llamada. Hasta luego.";

    /// <summary>The caller cannot be called, and goes on waiting.</summary>
    public static string NoCallBack(SpokenLanguage language) => language == SpokenLanguage.English
        ? "We cannot call your number back. Please stay on the line."
        : "No podemos devolver la llamada a su número. Por favor, permanezca en la línea.";

    /// <summary>How to ask for that.</summary>
    public static string OfferCallBack(SpokenLanguage language) => language == SpokenLanguage.English
        ? "To be called back without losing your place, press one."
        : "Para que le devolvamos la llamada sin perder su lugar, marque uno.";

    /// <summary>The place and the estimated wait, each where it is known.</summary>
    /// <param name="language">In which language.</param>
    /// <param name="position">The place, from 1; null when it is not told.</param>
    /// <param name="wait">The estimate; null when it is not told, and nothing that is not positive is.</param>
    public static string Place(SpokenLanguage language, int? position, TimeSpan? wait)
    {
        var isEnglish = language == SpokenLanguage.English;
        var place = position switch
        {
            null => null,
            <= 1 => isEnglish ? "You are next in the queue." : "Usted es el siguiente en la fila.",
            { } number => isEnglish ? $"You are number {language.Number(number)} in the queue." : $"Usted es el número {language.Number(number)} en la fila.",
        };
        var estimate = wait is not { Ticks: > 0 } time ? null
            : isEnglish ? $"The estimated wait is {language.Duration(time)}." : $"El tiempo estimado de espera es de {language.Duration(time)}.";
        return string.Join(' ', new[] { place, estimate }.OfType<string>());
    }
}
