Console.WriteLine("ka bench load | reconcile | morning | workbook");
return 2;
