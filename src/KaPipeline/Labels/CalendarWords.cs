namespace KaPipeline.Labels;

/// <summary>What is to be known and done about the working calendar, in both languages.</summary>
public static class CalendarWords
{
    /// <summary>What a reader of figures by this day must know of its year; null where its notice is there.</summary>
    public static string? Doubt(this WorkingCalendar calendar, DateOnly day) => !calendar.IsDraft(day.Year) ? null : Bilingual.Of(
        $"{day.Year} 年工作日历为未经确认的草案（法定节假日和周末，不含调休）：到期日和发送日可能变动。",
        $"The working calendar of {day.Year} is an unconfirmed draft (legal holidays and weekends, no swapped days): due and send dates may change.");

    /// <summary>What is to be done about the calendar today; null where all is there.</summary>
    public static string? ToDo(this WorkingCalendar calendar, DateOnly today)
    {
        var next = today.Year + 1;
        if (calendar.MissesNextYear(today))
        {
            return Bilingual.Of($"缺少 {next} 年工作日历。请按国务院通知填写 config/calendar/{next}.csv；通知未发布前可先运行 ka calendar draft {next}。",
                $"The calendar of {next} is missing. Write config/calendar/{next}.csv from the State Council's notice; until it is out: ka calendar draft {next}.");
        }

        return calendar.IsDraft(today.Year) ? calendar.Doubt(today)
            : today.Month == 12 && calendar.IsDraft(next) ? calendar.Doubt(new(next, 1, 1)) : null;
    }
}
