package driftseal.grant

# One row of the table of bad answers for each word.
decision := {} if input.row == "empty"

decision := "allow" if input.row == "text"

decision := [{"granted": true}] if input.row == "list"

decision if input.row == "true"

decision := 1 if input.row == "number"

decision := null if input.row == "null"

decision := {"n": x} if {
	input.row == "conflict"
	some x in [1, 2]
}

decision := {"n": to_number(input.word)} if input.row == "builtin"

decision := {"n": concat("", long)} if {
	input.row == "large"
	long := ["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" | some _ in numbers.range(1, 20000)]
}

decision := {"n": numbers.range(1, 60000)} if input.row == "many"

decision := {"n": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]} if input.row == "deep"

decision := {"n": {3, 1, 2}} if input.row == "set"

decision := {"n": {1: "one", true: "yes"}} if input.row == "keys"

decision := {"rules": [entry.rule | some entry in data.driftseal.settings.enforcement]} if input.row == "settings"

# More steps than any deadline of a test allows, and next to no memory.
decision := {"n": count(found)} if {
	input.row == "endless"
	range := numbers.range(1, 20000)
	found := [1 |
		some a in range
		some b in range
		a == b
		a == input.never
	]
}
